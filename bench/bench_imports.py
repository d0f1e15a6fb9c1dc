"""Old grants: a file of 50,000 rows from the command line into the ledger, with the memory it takes."""

import json
import os
import random
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from django.core.management import call_command

from bench.harness import Bench
from kommin.foundation.access import Actor
from kommin.people.models import Kind, Organisation
from kommin.programmes.models import BuildingBlock, Programme
from kommin.register.actions import load_register
from kommin.register.models import Municipality

ROWS = 50_000
ALLOWED_SECONDS, ALLOWED_MB = 60, 500


def run(bench: Bench) -> None:
    """The command as a person starts it, in a process of its own; its total must be right."""
    call_command("migrate", verbosity=0, interactive=False)
    load_register(by=Actor.command("bench"))
    ministry = Organisation.objects.create(kind=Kind.MINISTRY)
    made = Programme.objects.create(ministry=ministry, slug="bench", title_de="B", valid_from=date(2005, 1, 1))
    BuildingBlock.objects.create(programme=made, code="netz", title_de="Vernetzung", position=1)
    file = bench.home / "old-grants.csv"
    cents = write_file(file)
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "kommin", "import", "grants", str(file), "--programme", "bench", "--json"],
        capture_output=True, text=True, check=True, env=os.environ | {"KOMMIN_HOME": str(bench.home)},
    )  # fmt: skip
    taken, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = json.loads(done.stdout)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    right = answer["amount_eur"].replace(".", "") == str(cents) and answer["imported"] == ROWS
    bench.tell(f"import {ROWS:,} rows (at most {ALLOWED_SECONDS} s)", f"{taken:.1f} s", f"{worked:.1f} s of processor")
    bench.tell(f"its memory (at most {ALLOWED_MB} MB)", f"{after.ru_maxrss / 1024:.0f} MB")
    bench.tell("its total", "right" if right else "WRONG")


def write_file(file: Path) -> int:
    """A list as people keep it; returns what it adds up to, in cents."""
    chance, total = random.Random(50), 0
    names = list(Municipality.objects.values_list("name", "key"))
    own = [name for name, _key in names if sum(other == name for other, _ in names) == 1]
    with file.open("w", encoding="cp1252") as out:
        out.write("Bewilligungen 2005 bis 2012;;;;;\n")
        out.write("Aktenzeichen;Zuwendungsempfänger;Maßnahme;Bewilligte Zuwendung;Datum;Kategorie\n")
        for number in range(ROWS):
            cents = chance.randint(50_000, 9_000_000)
            total += cents
            amount = f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d} €"
            day = f"{chance.randint(1, 28):02d}.{chance.randint(1, 12):02d}.{chance.randint(2005, 2012)}"
            out.write(f"K-{number};Stadtverwaltung {chance.choice(own)};Vorhaben {number};{amount};{day};Vernetzung\n")
    return total
