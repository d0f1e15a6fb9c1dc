"""300 letters of decisions, each with its own names and amounts; the reference is an almost empty page of the house."""

import os
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from multiprocessing import get_context

from bench.harness import Bench

LETTERS, SECONDS, PAGES = 300, 15.0, 4
DAY = date(2027, 3, 15)
EMPTY = '#import "house.typ": *\n#let data = json("data.json")\n#show: house.with(data)\n#data.text'


def run(bench: Bench) -> None:
    """By one worker and by one for each core, as bulk decisions are made."""
    ready()
    made = bench.seconds(lambda: [empty(number) for number in range(20)]) / 20
    alone = bench.seconds(lambda: [letter(number) for number in range(60)]) / 60 * LETTERS
    cores = os.cpu_count() or 1
    fresh = get_context("spawn")  # a forked copy of a process that has set type would wait for threads it lacks
    with ProcessPoolExecutor(cores, fresh, initializer=ready) as workers:
        list(workers.map(letter, range(-cores, 0)))
        together = bench.seconds(lambda: _all(workers))
    reference = f"empty page {made * 1000:.0f} ms"
    bench.tell(f"{LETTERS} letters, one worker", f"{alone:.1f} s", reference, alone / LETTERS / made)
    bench.tell(f"{LETTERS} letters, {cores} workers", f"{together:.1f} s", reference, together / LETTERS / made)
    bench.tell("limit", f"{together:.1f} s", f"limit {SECONDS:.0f} s", together / SECONDS)


def _all(workers: ProcessPoolExecutor) -> None:
    pages = list(workers.map(letter, range(LETTERS), chunksize=10))
    if min(pages) < PAGES:
        raise RuntimeError("a letter is too short to be one")


def ready() -> None:
    """Set a process up and make the first letter, which reads fonts and texts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommin.site.settings")
    import django

    django.setup()
    letter(-1)


def letter(number: int) -> int:
    """One letter about an award; returns its pages."""
    from kommin.decisions.letters import shipped
    from kommin.decisions.letters.codes import with_check
    from kommin.decisions.letters.composing import Wording
    from kommin.decisions.letters.examples import example
    from kommin.decisions.letters.head import Letterhead, court_for
    from kommin.decisions.letters.making import composed
    from kommin.decisions.letters.printing import print_letter
    from kommin.programmes.clause_files import FOLDER, read

    _set, clauses = read(FOLDER / "anbest_g.json")
    rows = [{"number": one.number, "title": one.title_de, "text": one.text_de, "on": True} for one in clauses]
    content = example("award", authority="Bezirksregierung Arnsberg", clauses=rows)
    content["amount"] = str(Decimal(60_000) + number)
    content["case"]["title"] = f"Ankommen in Musterstadt, Vorhaben {number}"
    content["recipient"]["name"] = f"Stadt Musterstadt {number}"
    court = court_for("05914000", shipped.courts())
    if court is None:
        raise RuntimeError("no court is known for Hagen")
    texts = {key: text.text for key, text in shipped.texts("award").items()}
    words = Wording(texts, Letterhead(street="Seibertzstraße 1"), court, "https://foerderung.example.org/verify/")
    code = with_check(f"{number + 10**21:022}")
    return print_letter(composed(content, words, number=f"B01-2027-{number:05}", code=code), day=DAY).pages


def empty(number: int) -> int:
    """An almost empty page of the house."""
    from kommin.foundation.documents import make_pdf

    return make_pdf(EMPTY, data={"text": str(number)}, title=f"Seite {number}", language="de", day=DAY).pages
