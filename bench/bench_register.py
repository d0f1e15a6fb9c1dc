"""What a name means: calls per second, and a file of 50,000 names."""

import random
from collections.abc import Callable

from django.core.management import call_command

from bench.harness import Bench
from kommin.foundation.access import Actor
from kommin.foundation.search import fold
from kommin.register import queries
from kommin.register.actions import load_register
from kommin.register.maps.rendering import render_map
from kommin.register.matching import Matcher
from kommin.register.models import Municipality

NAMES = 50_000
ALLOWED_SECONDS = 30
_BEFORE = ("", "", "Stadt ", "Stadtverwaltung ", "Gemeinde ", "Der Bürgermeister der Stadt ")
_BEHIND = ("", "", ", Stadt", " – Jugendamt", ", Amt {n}", " / Fachbereich {n}", " GmbH", " e. V. {n}")


def run(bench: Bench) -> None:
    """Questions of each kind, cold (nothing remembered) and warm; the reference is folding the same text."""
    call_command("migrate", verbosity=0, interactive=False)
    load_register(by=Actor.command("bench"))
    register = queries.default_register()
    matcher = queries.matcher(register)
    places = list(Municipality.objects.values_list("name", flat=True))
    questions = {
        "a plain name": "Castrop-Rauxel",
        "a name with its office": "Landeshauptstadt Düsseldorf, Amt 50",
        "a misspelt name": "Castrop-Rauxell",
        "a company": "Stadtwerke Herten GmbH",
        "nothing known": "Verein der Freunde des Museums",
    }
    for title, text in questions.items():
        reference = bench.per_second(lambda text=text: fold(text), seconds=0.2)  # type: ignore[misc]
        cold = bench.per_second(_cold(matcher, text), seconds=0.3)
        bench.tell(
            f"find {title}", f"{cold:,.0f} per second", f"folding it {reference:,.0f} per second", reference / cold
        )
    warm = bench.per_second(lambda: matcher.find("Castrop-Rauxel"), seconds=0.2)
    bench.tell("find what was asked before", f"{warm:,.0f} per second")
    given = list(_names(places))
    taken = bench.seconds(lambda: [matcher.find(text) for text in given])
    folded = bench.seconds(lambda: [fold(text) for text in given])
    bench.tell(
        f"match {NAMES:,} names (at most {ALLOWED_SECONDS} s)",
        f"{taken:.1f} s",
        f"folding them {folded:.1f} s",
        taken / folded,
    )
    values = dict(Municipality.objects.values_list("key", "population"))
    drawn = bench.per_second(lambda: render_map(values, title="x", register=register, table_url="/"), seconds=0.3)
    bench.tell("draw the map of 396", f"{1000 / drawn:.1f} ms")


def _cold(matcher: Matcher, text: str) -> Callable[[], object]:
    def ask() -> object:
        matcher.forget()
        return matcher.find(text)

    return ask


def _names(places: list[str]) -> list[str]:
    """Half of the names are different ones, as in a file of many years; one in ten has a typing error."""
    chance = random.Random(2009)
    names = []
    for _number in range(NAMES):
        name = chance.choice(places)
        if chance.random() < 0.1:
            place = chance.randrange(1, len(name))
            name = name[:place] + chance.choice("aeinrst") + name[place:]
        names.append(chance.choice(_BEFORE) + name + chance.choice(_BEHIND).format(n=chance.randrange(100)))
    return names
