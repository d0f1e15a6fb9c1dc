import os
import random
import time
from pathlib import Path

from kommin.decisions.letter_seam import Rendered
from kommin.decisions.models import Decision

HOLD, INSIDE = "hold", "inside"


def letter_at_the_gate(decision: Decision) -> Rendered:
    """A letter without setting type. While the gate is shut it says that it was asked, and waits to be killed."""
    gate = Path(os.environ["LETTER_GATE"])
    if (gate / HOLD).exists():
        (gate / INSIDE).write_text(decision.number)
        time.sleep(600)
    if random.random() < 0.5:
        time.sleep(random.uniform(0, 0.02))
    return Rendered(f"%PDF {decision.number}".encode(), 1, "workshop")
