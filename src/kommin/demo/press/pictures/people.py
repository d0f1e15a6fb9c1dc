"""People in flat colours: from the front, standing, from above. No faces, many kinds of people."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kommin.demo.press.pictures.canvas import Canvas, mix
from kommin.demo.press.pictures.palette import CLOTHES, HAIRS, SKINS, WHITE

STYLES = ("short", "long", "bun", "scarf", "curly", "beard", "bob")


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody looks like."""

    skin: str
    hair: str
    style: str
    clothes: str
    scarf: str


def looks(chance: Random) -> Iterator[Look]:
    """Different people, one after the other: neighbours never share clothes, skin or style."""
    skins, styles, clothes = list(SKINS), list(STYLES), list(CLOTHES)
    for each in (skins, styles, clothes):
        chance.shuffle(each)
    number = 0
    while True:
        skin = skins[number * 2 % len(skins)]
        dark = HAIRS[:2] if skin in SKINS[3:] else HAIRS
        yield Look(
            skin,
            chance.choice(dark),
            styles[number % len(styles)],
            clothes[number % len(clothes)],
            clothes[(number + 3) % len(clothes)],
        )
        number += 1


def bust(c: Canvas, x: float, base: float, h: float, look: Look) -> None:
    """Head and shoulders; `base` is where they end below, `h` from there to the crown."""
    u = h / 100
    if look.style in ("long", "bob"):
        length = 46 if look.style == "long" else 33
        c.rect(x - 20.5 * u, base - 99 * u, 41 * u, length * u, look.hair, 20 * u)
    if look.style == "scarf":
        cloth = ((-24, 46), (-20, 84), (0, 99), (20, 84), (24, 46), (0, 40))
        c.smooth([(x + dx * u, base - dy * u) for dx, dy in cloth], look.scarf)
    c.rect(x - 37 * u, base - 51 * u, 74 * u, 51 * u, look.clothes, 27 * u, top_only=True)
    if look.style == "scarf":
        c.smooth([(x - 21 * u, base - 62 * u), (x + 21 * u, base - 62 * u), (x + 15 * u, base - 38 * u),
                  (x, base - 33 * u), (x - 15 * u, base - 38 * u)], look.scarf)  # fmt: skip
    else:
        c.rect(x - 7.5 * u, base - 65 * u, 15 * u, 22 * u, mix(look.skin, "#000000", 0.12), 7 * u)
        c.pie(x, base - 51 * u, 12 * u, 0, 180, mix(look.skin, "#000000", 0.12))
    head(c, x, base - 78 * u, 17 * u, look)


def head(c: Canvas, x: float, y: float, r: float, look: Look) -> None:
    """A head around a point."""
    match look.style:
        case "curly":
            for step in range(11):
                angle = math.pi * (0.92 + 1.16 * step / 10)
                c.circle(x + 1.02 * r * math.cos(angle), y - 0.12 * r + 1.02 * r * math.sin(angle), 0.46 * r, look.hair)
        case "bun":
            c.circle(x, y - 1.28 * r, 0.5 * r, look.hair)
    c.ellipse(x, y, 0.93 * r, 1.05 * r, look.skin)
    if look.style == "scarf":
        c.pie(x, y - 0.05 * r, 1.12 * r, 200, 340, look.scarf)
        return
    if look.style == "beard":
        c.pie(x, y + 0.06 * r, 1.02 * r, 12, 168, look.hair)
        c.ellipse(x, y + 0.02 * r, 0.8 * r, 0.5 * r, look.skin)
    tilt = 12 if look.style in ("long", "bob") else 0
    c.pie(x, y - 0.16 * r, 1.04 * r, 180 + tilt, 360 + tilt, look.hair)


def standing(c: Canvas, x: float, feet: float, h: float, look: Look, arm: float = 0, dress: bool = False) -> None:
    """Somebody standing; `arm` lifts the right arm (degrees from hanging), negative the left."""
    u = h / 100
    dark = mix(look.clothes, "#0d1630", 0.62)
    if dress:
        c.rect(x - 6 * u, feet - 20 * u, 4.6 * u, 20 * u, look.skin, 2 * u)
        c.rect(x + 1.4 * u, feet - 20 * u, 4.6 * u, 20 * u, look.skin, 2 * u)
        c.smooth([(x - 8 * u, feet - 62 * u), (x + 8 * u, feet - 62 * u), (x + 14 * u, feet - 17 * u),
                  (x, feet - 14 * u), (x - 14 * u, feet - 17 * u)], look.clothes)  # fmt: skip
    else:
        c.rect(x - 9.5 * u, feet - 50 * u, 8.8 * u, 50 * u, dark, 3 * u)
        c.rect(x + 0.7 * u, feet - 50 * u, 8.8 * u, 50 * u, dark, 3 * u)
    for side in (-1, 1):
        lift = abs(arm) if arm * side > 0 else 9
        angle = math.radians(90 - lift * 1)
        shoulder = (x + side * 10 * u, feet - 76 * u)
        hand = (shoulder[0] + side * 31 * u * math.cos(angle), shoulder[1] + 31 * u * math.sin(angle))
        c.line([shoulder, hand], 6.6 * u, mix(look.clothes, "#0d1630", 0.16))
        c.circle(*hand, 3.4 * u, look.skin)
    c.rect(x - 13 * u, feet - 81 * u, 26 * u, 38 * u, look.clothes, 9 * u)
    if look.style == "long":
        c.rect(x - 8.2 * u, feet - 100 * u, 16.4 * u, 21 * u, look.hair, 7 * u)
    if look.style == "scarf":
        c.ellipse(x, feet - 89 * u, 9 * u, 11 * u, look.scarf)
        c.ellipse(x, feet - 80 * u, 9 * u, 5 * u, look.scarf)
    else:
        c.rect(x - 3 * u, feet - 85 * u, 6 * u, 8 * u, mix(look.skin, "#000000", 0.12), 3 * u)
    head(c, x, feet - 91 * u, 7.4 * u, look)


def from_above(c: Canvas, x: float, y: float, size: float, toward: float, look: Look) -> None:
    """Somebody at a table, seen from the ceiling, facing `toward` (radians)."""
    ahead, aside = (math.cos(toward), math.sin(toward)), (-math.sin(toward), math.cos(toward))

    def at(front: float, side: float) -> tuple[float, float]:
        return (
            x + size * (front * ahead[0] + side * aside[0]),
            y + size * (front * ahead[1] + side * aside[1]),
        )

    for side in (-1, 1):
        c.curve([at(0.02, side * 0.46), at(0.42, side * 0.5), at(0.72, side * 0.24)], 0.21 * size,
                mix(look.clothes, "#0d1630", 0.16))  # fmt: skip
        c.circle(*at(0.76, side * 0.22), 0.11 * size, look.skin)
    c.smooth([at(0.2, 0), at(0.16, 0.4), at(0, 0.6), at(-0.22, 0.42), at(-0.26, 0),
              at(-0.22, -0.42), at(0, -0.6), at(0.16, -0.4)], look.clothes)  # fmt: skip
    crown = look.scarf if look.style == "scarf" else look.hair
    c.circle(*at(0.12, 0), 0.25 * size, look.skin)
    c.circle(*at(0.03, 0), 0.29 * size, crown)
    if look.style == "bun":
        c.circle(*at(-0.2, 0), 0.14 * size, mix(crown, WHITE, 0.1))


def row_of_heads(c: Canvas, y: float, size: float, colour: str, shift: float, chance: Random) -> None:
    """An audience from behind: heads and shoulders in one colour."""
    x = -size + shift
    while x < 1800 + size:
        lift = chance.uniform(-0.1, 0.1) * size
        c.rect(x - 0.62 * size, y + lift, 1.24 * size, size * 3, colour, 0.55 * size)
        c.circle(x, y - 0.28 * size + lift, 0.36 * size, mix(colour, "#000000", 0.14))
        x += 1.5 * size
