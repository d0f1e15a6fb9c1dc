"""Benchmarks of the house. Speed is shown as a ratio against a reference of the same run; it decides no test.

`make bench` runs every `bench/bench_*.py`; `python -m bench law register` runs some of them. A module has
`run(bench: Bench)`, and measures with `bench.per_second`, `bench.seconds` and `bench.http`.
"""
