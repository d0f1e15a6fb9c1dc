"""Scenes of people together: tables, halls, desks, conversations."""

import math

from kommin.demo.press.pictures.canvas import Canvas, Point, mix
from kommin.demo.press.pictures.palette import (
    AMBER,
    BLUE,
    CORAL,
    FROST,
    INK,
    LILAC,
    MINT,
    MIST,
    NAVY,
    PLUM,
    ROSE,
    SAND,
    SKINS,
    SKY,
    SLATE,
    STONE,
    TEAL,
    WHITE,
)  # fmt: skip
from kommin.demo.press.pictures.people import bust, from_above, looks, row_of_heads, standing
from kommin.demo.press.pictures.things import cup, hill, sheet, sky, tree, windows


def _around(far: float, angle: float) -> Point:
    """A point at a distance from the middle of the picture."""
    return 900 + far * math.cos(angle), 600 + far * math.sin(angle)


def runder_tisch(c: Canvas) -> None:
    """A round table from above, everybody at it; `klein` is a smaller one, `cafe` a breakfast."""
    ground, table = {"klein": (SAND, mix(AMBER, SAND, 0.4)), "cafe": (ROSE, WHITE)}.get(c.variant, (MIST, SAND))
    c.rect(0, 0, 1800, 1200, ground)
    for x in range(-1200, 1900, 150):
        c.poly([(x, 0), (x + 75, 0), (x + 1275, 1200), (x + 1200, 1200)], mix(ground, WHITE, 0.28))
    r = {"klein": 300, "cafe": 330}.get(c.variant, 345)
    seats = {"klein": 6, "cafe": 7}.get(c.variant, 9)
    people = looks(c.chance)
    for seat in range(seats):
        angle = 2 * math.pi * seat / seats + 0.3
        c.circle(*_around(r + 134, angle), 86, mix(SLATE, ground, 0.45))
    c.circle(910, 616, r, mix(ground, INK, 0.18))
    c.circle(900, 600, r, table)
    c.circle(900, 600, r - 16, mix(table, WHITE, 0.3))
    for seat in range(seats):
        angle = 2 * math.pi * seat / seats + 0.3
        from_above(
            c, 900 + (r + 100) * math.cos(angle), 600 + (r + 100) * math.sin(angle), 150, angle + math.pi, next(people)
        )
    for seat in range(seats):
        angle = 2 * math.pi * seat / seats + 0.3 + math.pi / seats
        px, py = _around(r - 78, angle)
        if c.variant == "cafe" or seat % 2:
            cup(c, px, py, 27, (TEAL, CORAL, NAVY, AMBER)[seat % 4])
        else:
            sheet(c, px, py, 88, 116, math.degrees(angle) + 90)
    if c.variant == "cafe":
        c.circle(900, 600, 108, mix(SKY, WHITE, 0.4))
        c.circle(900, 600, 88, WHITE)
        for piece in range(7):
            angle = piece * 0.9
            c.ellipse(900 + 50 * math.cos(angle), 600 + 50 * math.sin(angle), 27, 21, mix(AMBER, "#8a5a3a", 0.35))
    else:
        c.circle(900, 600, 74, mix(TEAL, WHITE, 0.1))
        for leaf in range(8):
            angle = leaf * math.pi / 4
            c.ellipse(900 + 46 * math.cos(angle), 600 + 46 * math.sin(angle), 30, 30, (MINT, TEAL)[leaf % 2])
        c.circle(900, 600, 26, AMBER)


def haende(c: Canvas) -> None:
    """Arms from all sides, the hands laid together in the middle."""
    c.rect(0, 0, 1800, 1200, FROST)
    for step in range(4):
        c.circle(900, 600, 640 - 130 * step, mix(FROST, WHITE, 0.25 * (step + 1)))
    sleeves = (NAVY, CORAL, TEAL, AMBER, PLUM, BLUE)
    for index in range(6):
        angle = math.pi * index / 3 + 0.26
        skin = SKINS[(index * 2) % 5]
        far = (900 + 1150 * math.cos(angle), 600 + 1150 * math.sin(angle))
        wrist = (900 + 245 * math.cos(angle), 600 + 245 * math.sin(angle))
        palm = (900 + 120 * math.cos(angle), 600 + 120 * math.sin(angle))
        cuff = (900 + 350 * math.cos(angle), 600 + 350 * math.sin(angle))
        c.line([cuff, wrist], 92, mix(skin, "#000000", 0.08))
        c.line([far, cuff], 158, sleeves[index])
        end = (900 + 372 * math.cos(angle), 600 + 372 * math.sin(angle))
        c.line([end, cuff], 166, mix(sleeves[index], WHITE, 0.25))
        c.line([wrist, palm], 118, skin)
        aside = (-math.sin(angle), math.cos(angle))
        for finger in range(4):
            shift = (finger - 1.5) * 29
            root = (palm[0] + aside[0] * shift, palm[1] + aside[1] * shift)
            reach = 108 - abs(finger - 1.4) * 15
            c.line(
                [root, (root[0] - reach * math.cos(angle), root[1] - reach * math.sin(angle))],
                31,
                mix(skin, "#000000", 0.05 * (finger % 2)),
            )
        thumb = (wrist[0] + aside[0] * 52 - 20 * math.cos(angle), wrist[1] + aside[1] * 52 - 20 * math.sin(angle))
        c.line(
            [
                wrist,
                thumb,
                (thumb[0] - 62 * math.cos(angle) + aside[0] * 16, thumb[1] - 62 * math.sin(angle) + aside[1] * 16),
            ],
            36,
            mix(skin, "#000000", 0.06),
        )


def buehne(c: Canvas) -> None:
    """A hall: a speaker on the stage, a wide screen with a map of points, the audience before it."""
    c.rect(0, 0, 1800, 1200, mix(NAVY, INK, 0.45))
    for strip in range(9):
        c.rect(strip * 225, 0, 112, 800, mix(NAVY, INK, 0.35))
    c.rect(470, 110, 860, 500, mix(INK, NAVY, 0.2), 18)
    c.rect(486, 126, 828, 468, MIST, 10)
    c.smooth(
        [(640, 300), (760, 190), (930, 180), (1120, 210), (1190, 330), (1130, 480), (960, 540), (800, 520), (680, 440)],
        mix(SKY, MIST, 0.25),
    )
    for _ in range(34):
        angle, far = c.chance.uniform(0, 2 * math.pi), c.chance.uniform(0, 1) ** 0.5
        c.circle(
            915 + 225 * far * math.cos(angle),
            365 + 145 * far * math.sin(angle),
            c.chance.choice((7, 10, 14)),
            c.chance.choice((CORAL, NAVY, TEAL, AMBER)),
        )
    for x, lean in ((180, 330), (1620, -330)):
        c.poly([(x - 16, 0), (x + 16, 0), (x + lean + 170, 720), (x + lean - 170, 720)], mix(NAVY, SKY, 0.2))
        c.rect(x - 34, 0, 68, 40, SLATE, 8)
    c.poly([(120, 720), (1680, 720), (1800, 830), (0, 830)], mix(AMBER, "#8a5a3a", 0.45))
    c.rect(0, 830, 1800, 90, mix("#8a5a3a", INK, 0.5))
    people = looks(c.chance)
    standing(c, 330, 770, 330, next(people), 55)
    c.poly([(350, 560), (490, 560), (470, 775), (370, 775)], mix("#8a5a3a", INK, 0.2))
    c.rect(338, 545, 164, 22, mix("#8a5a3a", INK, 0.35), 6)
    c.line([(440, 545), (425, 490)], 7, SLATE)
    c.circle(424, 486, 13, INK)
    standing(c, 1475, 775, 330, next(people), dress=True)
    standing(c, 1575, 775, 330, next(people))
    for shift, size, y in ((0, 92, 905), (70, 112, 985), (20, 140, 1090)):
        row_of_heads(c, y, size, mix(mix(BLUE, NAVY, 0.55), INK, 0.25 + (y - 905) / 400), shift, c.chance)


def publikum(c: Canvas) -> None:
    """A full hall from the stage: row upon row of different people."""
    c.rect(0, 0, 1800, 1200, mix(PLUM, INK, 0.35))
    c.rect(0, 0, 1800, 300, mix(PLUM, INK, 0.5))
    for x in range(80, 1800, 280):
        c.circle(x + 50, 74, 34, SAND)
        c.poly([(x + 8, 78), (x + 92, 78), (x + 190, 330), (x - 90, 330)], mix(PLUM, SAND, 0.16))
    people = looks(c.chance)
    for row in range(5):
        h = 165.0 + row * 40
        base = 420 + row * 190
        step = h * 0.98
        at = -40 + (row % 2) * step / 2
        c.rect(0, base - h * 0.3, 1800, 400, mix(mix(PLUM, INK, 0.35), INK, 0.1 * row))
        while at < 1900:
            c.rect(at - 0.42 * h, base - 0.36 * h, 0.84 * h, 0.7 * h, mix(CORAL, INK, 0.45 - 0.03 * row), 24)
            bust(c, at, base, h, next(people))
            at += step
    c.rect(0, 1175, 1800, 25, INK)


def podium(c: Canvas) -> None:
    """Four people on armchairs in conversation on a stage."""
    c.rect(0, 0, 1800, 1200, TEAL)
    for step in range(4):
        c.circle(900, 640, 820 - 170 * step, mix(TEAL, MINT, 0.14 * (step + 1)))
    c.rect(0, 930, 1800, 270, mix(TEAL, INK, 0.45))
    c.ellipse(900, 960, 800, 80, mix(TEAL, INK, 0.3))
    people = looks(c.chance)
    for index, x in enumerate((300, 700, 1100, 1500)):
        colour = (AMBER, SAND, AMBER, SAND)[index]
        c.rect(x - 130, 560, 260, 330, colour, 60)
        c.rect(x - 30 - 80, 890, 20, 80, INK)
        c.rect(x + 90, 890, 20, 80, INK)
        look = next(people)
        bust(c, x, 850, 330, look)
        c.rect(x - 150, 760, 60, 150, mix(colour, INK, 0.12), 28)
        c.rect(x + 90, 760, 60, 150, mix(colour, INK, 0.12), 28)
        c.rect(x - 110, 835, 220, 78, mix(look.clothes, "#0d1630", 0.55), 34)
        for leg in (-80, 20):
            c.rect(x + leg, 860, 60, 180, mix(look.clothes, "#0d1630", 0.55), 22)
            c.rect(x + leg - 14, 1020, 84, 34, INK, 16)
        lift = (-1, 1, -1, 1)[index]
        c.line(
            [(x + lift * 105, 740), (x + lift * 140, 800), (x + lift * 70, 720)], 42, mix(look.clothes, "#0d1630", 0.14)
        )
        c.circle(x + lift * 66, 712, 26, look.skin)
        if index == 1:
            c.line([(x + lift * 62, 720), (x + lift * 40, 660)], 20, INK)
            c.circle(x + lift * 38, 652, 20, SLATE)
    for x in (500, 1300):
        c.rect(x - 8, 850, 16, 140, INK)
        c.rect(x - 78, 838, 156, 20, WHITE, 10)
        c.rect(x - 40, 770, 30, 68, mix(SKY, WHITE, 0.4), 8)
        c.rect(x + 6, 786, 26, 52, mix(SKY, WHITE, 0.4), 8)


def empfang(c: Canvas) -> None:
    """A welcome desk: somebody behind it, a family and another person before it."""
    c.rect(0, 0, 1800, 1200, mix(SAND, WHITE, 0.45))
    c.rect(0, 960, 1800, 240, mix(SAND, STONE, 0.35))
    c.rect(1180, 150, 470, 560, WHITE, 14)
    c.rect(1200, 170, 430, 520, mix(SKY, MIST, 0.5), 6)
    c.circle(1500, 290, 60, WHITE)
    hill_top = [(1200, 560), (1330, 470), (1450, 540), (1560, 450), (1630, 510), (1630, 690), (1200, 690)]
    c.poly(hill_top, mix(TEAL, MINT, 0.5))
    c.rect(1408, 170, 14, 520, WHITE)
    for index, (x, w) in enumerate(((120, 190), (350, 150), (540, 190))):
        c.rect(x, 170, w, 240, (MINT, ROSE, LILAC)[index], 10)
        c.circle(x + w / 2, 260, 46, (TEAL, CORAL, PLUM)[index])
        c.rect(x + 0.2 * w, 340, 0.6 * w, 14, WHITE, 7)
        c.rect(x + 0.3 * w, 368, 0.4 * w, 14, WHITE, 7)
    people = looks(c.chance)
    bust(c, 560, 740, 400, next(people))
    c.rect(240, 700, 640, 270, NAVY, 26)
    c.rect(210, 676, 700, 46, mix(AMBER, "#8a5a3a", 0.25), 16)
    c.circle(560, 840, 74, mix(NAVY, SKY, 0.35))
    c.rect(516, 812, 88, 46, WHITE, 20)
    c.poly([(538, 852), (562, 852), (536, 876)], WHITE)
    c.rect(300, 560, 190, 122, SLATE, 12)
    c.rect(384, 676, 24, 12, SLATE)
    c.rect(790, 606, 60, 76, WHITE, 8)
    for stem in range(5):
        c.curve([(820, 610), (800 + stem * 10, 560), (770 + stem * 25, 520 - (stem % 2) * 26)], 8, TEAL)
        c.circle(770 + stem * 25, 516 - (stem % 2) * 26, 22, (CORAL, AMBER)[stem % 2])
    standing(c, 1090, 1110, 560, next(people), -45)
    standing(c, 1270, 1110, 520, next(people), dress=True)
    standing(c, 1180, 1120, 300, next(people))
    standing(c, 1560, 1110, 545, next(people))
    c.circle(90, 840, 70, TEAL)
    c.circle(150, 800, 84, mix(TEAL, MINT, 0.3))
    c.circle(100, 760, 60, MINT)
    c.poly([(50, 880), (190, 880), (170, 1010), (70, 1010)], CORAL)


def gespraech(c: Canvas) -> None:
    """Two on a bench under a tree, bubbles above them."""
    c.rect(0, 0, 1800, 1200, mix(SKY, MIST, 0.6))
    sky(c, mix(SKY, MIST, 0.6), (210, 240, 100))
    hill(c, [760, 700, 740, 690, 740, 720], mix(MINT, MIST, 0.35))
    for x in (90, 230, 1500, 1690):
        tree(c, x, 840, 240, mix(TEAL, MINT, 0.45))
    hill(c, [880, 860, 850, 860, 870, 850], mix(TEAL, MINT, 0.3))
    c.rect(1340, 420, 90, 620, mix("#8a5a3a", INK, 0.2), 12)
    for x, y, r in ((1250, 330, 210), (1480, 300, 250), (1620, 430, 170), (1370, 180, 200)):
        c.circle(x, y, r, TEAL)
    for x, y, r in ((1290, 290, 120), (1480, 240, 130)):
        c.circle(x, y, r, mix(TEAL, MINT, 0.22))
    people = looks(c.chance)
    wood = mix(AMBER, "#8a5a3a", 0.5)
    for slat in range(3):
        c.rect(430, 700 + slat * 58, 860, 36, wood, 12)
    first, second = next(people), next(people)
    bust(c, 660, 900, 400, first)
    bust(c, 1060, 900, 400, second)
    c.rect(410, 880, 900, 46, mix(wood, INK, 0.18), 14)
    for x, look in ((660, first), (1060, second)):
        dark = mix(look.clothes, "#0d1630", 0.55)
        c.rect(x - 115, 840, 230, 92, dark, 40)
        for leg in (-100, 20):
            c.rect(x + leg, 870, 78, 220, dark, 24)
            c.rect(x + leg - 10, 1068, 100, 38, INK, 18)
    for x in (470, 1230):
        c.rect(x, 920, 26, 180, SLATE)
    _bubble(c, 470, 250, 330, 190, WHITE, 1)
    for dot in range(3):
        c.circle(560 + dot * 75, 345, 20, (CORAL, AMBER, TEAL)[dot])
    _bubble(c, 860, 170, 290, 170, NAVY, -1)
    c.rect(905, 225, 200, 18, SKY, 9)
    c.rect(905, 262, 130, 18, SKY, 9)


def _bubble(c: Canvas, x: float, y: float, w: float, h: float, colour: str, lean: int) -> None:
    """A bubble whose tail leans to the right (1) or left (-1)."""
    c.rect(x, y, w, h, colour, 56)
    middle = x + w / 2
    c.poly([(middle - 30, y + h - 6), (middle + 34, y + h - 6), (middle + lean * 60, y + h + 64)], colour)


def _pattern(c: Canvas, left: float, middle: float, light: str, kind: int) -> None:
    """What stands in a bubble instead of words."""
    match kind:
        case 0:
            for row in range(3):
                c.rect(left, middle - 48 + row * 40, (220, 180, 120)[row], 18, light, 9)
        case 1:
            for wave in range(3):
                points = [(left + step * 35, middle - 42 + wave * 42 + (14 if step % 2 else -14)) for step in range(7)]
                c.curve(points, 13, light)
        case 2:
            for dot in range(3):
                c.circle(left + 30 + dot * 70, middle, 24, light)
        case 3:
            for spot in range(8):
                row, piece = divmod(spot, 4)
                c.rect(left + piece * 60, middle - 52 + row * 62, 40, 40, light, (20, 6)[(row + piece) % 2])
        case _:
            for stroke in range(5):
                c.line([(left + stroke * 46, middle + 40), (left + 22 + stroke * 46, middle - 40)], 13, light)


def sprachblasen(c: Canvas) -> None:
    """Five people, each with a bubble of another colour and pattern."""
    c.rect(0, 0, 1800, 1200, mix(LILAC, WHITE, 0.35))
    c.circle(900, 1150, 780, mix(LILAC, WHITE, 0.12))
    c.circle(900, 1180, 560, LILAC)
    people = looks(c.chance)
    spots = ((70, 250, 340, 200, CORAL), (395, 90, 330, 200, NAVY), (740, 220, 320, 190, AMBER),
             (1080, 80, 340, 210, TEAL), (1410, 250, 320, 200, PLUM))  # fmt: skip
    for index, (x, y, w, h, colour) in enumerate(spots):
        _bubble(c, x, y, w, h, colour, (1, 1, 1, -1, -1)[index])
        _pattern(c, x + 60, y + h / 2, mix(colour, WHITE, 0.72), index)
    for index, x in enumerate((230, 570, 900, 1240, 1580)):
        bust(c, x, 1200, (500, 560, 520, 570, 500)[index], next(people))


def bolzplatz(c: Canvas) -> None:
    """A pitch between houses in the evening, men and boys at play."""
    c.rect(0, 0, 1800, 1200, mix(AMBER, ROSE, 0.55))
    sky(c, mix(AMBER, ROSE, 0.55), (1240, 430, 140), SAND)
    for x, w, h in ((-20, 260, 420), (260, 220, 330), (520, 280, 460), (1420, 220, 360), (1630, 220, 440)):
        c.rect(x, 720 - h, w, h, mix(PLUM, CORAL, 0.35 + (x % 3) * 0.1))
        windows(c, x + 14, 740 - h, w - 28, h - 60, 4, 5, (mix(SAND, AMBER, 0.4), mix(PLUM, CORAL, 0.2)), c.chance)
    c.rect(0, 700, 1800, 500, mix(TEAL, MINT, 0.2))
    for strip in range(0, 6, 2):
        c.poly(
            [(strip * 300, 700), (strip * 300 + 300, 700), (strip * 330 + 250, 1200), (strip * 330 - 160, 1200)],
            mix(TEAL, MINT, 0.32),
        )
    c.line([(60, 1130), (1740, 1130)], 9, WHITE)
    c.ellipse(900, 940, 300, 92, WHITE)
    c.ellipse(900, 940, 291, 84, mix(TEAL, MINT, 0.28))
    for step in range(24):
        c.line([(690 + step * 18, 480), (690 + step * 18, 720)], 2.5, mix(WHITE, CORAL, 0.2))
    for step in range(13):
        c.line([(690, 480 + step * 19), (1110, 480 + step * 19)], 2.5, mix(WHITE, CORAL, 0.2))
    c.line([(680, 730), (680, 470), (1120, 470), (1120, 730)], 16, WHITE)
    people = looks(c.chance)
    for x, feet, h, arm in (
        (330, 980, 330, 60),
        (600, 1060, 350, 0),
        (900, 800, 260, 75),
        (1190, 1040, 350, -55),
        (1480, 970, 320, 40),
        (1010, 1010, 240, 60),
    ):
        standing(c, x, feet, h, next(people), arm)
    c.circle(760, 1080, 34, WHITE)
    for angle in range(5):
        c.circle(760 + 24 * math.cos(angle * 1.257), 1080 + 24 * math.sin(angle * 1.257), 7, INK)
    c.circle(760, 1080, 9, INK)


SCENES = {
    "runder-tisch": runder_tisch, "haende": haende, "buehne": buehne, "publikum": publikum, "podium": podium,
    "empfang": empfang, "gespraech": gespraech, "sprachblasen": sprachblasen, "bolzplatz": bolzplatz,
}  # fmt: skip
