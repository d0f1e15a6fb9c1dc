import random
import time

from django.db import connection

from kommin.foundation.runs.errors import ItemRefusedError
from kommin.foundation.runs.models import Run, RunItem
from kommin.foundation.runs.registry import ResultFile, register_run_kind
from runs.workshop.marks import mark


def stroke(item: RunItem) -> dict[str, int]:
    """Marks the item; half of the time it then dawdles inside the transaction, so that a kill hits there too."""
    mark(f"item {item.number}")
    if item.payload.get("slow") and random.random() < 0.5:
        time.sleep(random.uniform(0, 0.02))
    return {"number": item.number}


def count_outcomes(run: Run) -> ResultFile:
    numbers = run.items.filter(state=RunItem.State.DONE).order_by("number").values_list("outcome__number", flat=True)
    return ResultFile("strokes.csv", "text/csv", "\n".join(str(number) for number in numbers).encode())


def refuse_odd(item: RunItem) -> None:
    if item.number % 2:
        raise ItemRefusedError(f"{item.label} is odd.")
    mark(f"item {item.number}")


def break_after_marking(item: RunItem) -> None:
    mark(f"item {item.number}")
    raise RuntimeError("broken on purpose")


def break_at_the_end(run: Run) -> ResultFile:
    if connection.vendor and not run.parameters.get("mended"):
        raise RuntimeError("no paper")
    return ResultFile("late.txt", "text/plain", b"made")


register_run_kind("workshop.stroke", label="Strokes", step=stroke, finish=count_outcomes)
register_run_kind("workshop.even", label="Even numbers", step=refuse_odd)
register_run_kind("workshop.broken", label="Broken", step=break_after_marking)
register_run_kind("workshop.unfinished", label="Unfinished", step=stroke, finish=break_at_the_end)
