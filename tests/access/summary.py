"""Tells at the end of a run how many routes were tried with how many roles (under xdist too)."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    tried = [
        int(value)
        for report in terminalreporter.stats.get("passed", [])
        for name, value in getattr(report, "user_properties", ())
        if name == "routes_tried"
    ]
    if tried:
        sentence = "Access: {} examples of routes × {} (every role, nobody, a deputy, no role) = {} answers, all right."
        terminalreporter.write_line(sentence.format(max(tried), len(tried), sum(tried)))
