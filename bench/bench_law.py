"""Calls of the law per second, beside the bare decimal arithmetic of the same rule."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bench.harness import Bench
from kommin.law.deadlines import deadlines
from kommin.law.finality import Delivery, final_from
from kommin.law.financing import Figures, Kind, Terms, grant
from kommin.law.interest import recovery_interest
from kommin.law.words import words
from kommin.regimes import queries


def run(bench: Bench) -> None:
    """Each rule with its whole derivation; the ratio says how many bare computations one of them costs."""
    book, rates = queries.regime_book(), queries.base_rates()
    regime, old = book.named("NRW-2025"), book.named("NRW-2003")
    cent, rate, eligible = Decimal("0.01"), Decimal(80), Decimal("61234.00")
    terms = Terms(Kind.SHARE, rate=rate, cap=Decimal("48987.20"))
    plan, actual = Figures(eligible=eligible), Figures(eligible=Decimal("55000.00"))
    bare = bench.per_second(lambda: (eligible * rate / 100).quantize(cent, ROUND_HALF_UP))
    rules: dict[str, Callable[[], object]] = {
        "grant as planned": lambda: grant(terms=terms, figures=plan, regime=regime),
        "grant as settled": lambda: grant(terms=terms, figures=actual, planned=plan, regime=regime),
        "finality of a posted decision": lambda: final_from(delivery=Delivery(posted=date(2026, 4, 30)), regime=regime),
        "deadlines of a case": lambda: deadlines(
            grant_period_end=date(2011, 1, 31), fulfilled=date(2010, 12, 15), regime=old
        ),
        "interest over a change of the base rate": lambda: recovery_interest(
            amount=Decimal(50000), start=date(2010, 12, 1), repaid=date(2011, 9, 1), rates=rates, regime=old
        ),
        "amount in words": lambda: words(Decimal("48987.20")),
    }
    for title, rule in rules.items():
        per_second = bench.per_second(rule, seconds=0.3)
        bench.tell(title, f"{per_second:,.0f} per second", f"bare product {bare:,.0f} per second", bare / per_second)
