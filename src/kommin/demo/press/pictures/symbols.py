"""Scenes that stand for something: building blocks, networks, charts, papers, doors."""

import math

from kommin.demo.press.pictures.canvas import Canvas, mix
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
    PAPER,
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
from kommin.demo.press.pictures.people import bust, looks, standing
from kommin.demo.press.pictures.things import cloud, gear, hill, house, sheet, sky, tree

_TONES = (NAVY, TEAL, AMBER, CORAL, PLUM, BLUE)


def bausteine(c: Canvas) -> None:
    """Blocks that people set upon each other, four or six of them."""
    ground = mix(MIST, WHITE, 0.3)
    c.rect(0, 0, 1800, 1200, ground)
    c.circle(900, 560, 560, mix(ground, SKY, 0.22))
    c.circle(900, 560, 400, mix(ground, SKY, 0.36))
    c.rect(0, 980, 1800, 220, mix(STONE, MIST, 0.45))
    spots = [(560, 760), (790, 760), (675, 540), (905, 540)]
    if c.variant == "sechs":
        spots = [(450, 760), (680, 760), (910, 760), (565, 540), (795, 540), (680, 320)]
    for index, (x, y) in enumerate(spots):
        lift = (26 if c.variant == "sechs" else 40) if index == len(spots) - 1 else 0
        _cube(c, x, y - lift, 220, _TONES[index], index)
    people = looks(c.chance)
    if c.variant == "sechs":
        standing(c, 330, 1050, 520, next(people), 100)
        standing(c, 1270, 1050, 545, next(people), -115)
        standing(c, 1450, 1080, 480, next(people), dress=True)
    else:
        standing(c, 430, 1050, 520, next(people), 65)
        standing(c, 1260, 1050, 540, next(people), -110)


def _cube(c: Canvas, x: float, y: float, s: float, colour: str, sign: int) -> None:
    """A cube with a sign on its face."""
    d = 0.16 * s
    c.poly([(x, y), (x + d, y - d), (x + s + d, y - d), (x + s, y)], mix(colour, WHITE, 0.28))
    c.poly([(x + s, y), (x + s + d, y - d), (x + s + d, y + s - d), (x + s, y + s)], mix(colour, INK, 0.28))
    c.rect(x, y, s, s, colour)
    light = mix(colour, WHITE, 0.8)
    cx, cy = x + s / 2, y + s / 2
    match sign:
        case 0:
            c.ellipse(cx, cy, 70, 42, light)
            c.circle(cx, cy, 30, colour)
            c.circle(cx, cy, 13, light)
        case 1:
            for angle in (-90, 30, 150):
                px, py = cx + 56 * math.cos(math.radians(angle)), cy + 56 * math.sin(math.radians(angle))
                c.line([(cx, cy), (px, py)], 11, light)
                c.circle(px, py, 23, light)
            c.circle(cx, cy, 19, light)
        case 2:
            c.ring(cx, cy, 64, 13, light)
            c.poly([(cx - 22, cy + 38), (cx - 2, cy - 8), (cx + 30, cy - 40), (cx + 4, cy + 10)], light)
        case 3:
            for bar in range(4):
                h = 36 + bar * 26
                c.rect(cx - 66 + bar * 35, cy + 60 - h, 25, h, light, 5)
        case 4:
            c.rect(cx - 46, cy - 64, 92, 128, light, 10)
            c.circle(cx, cy - 12, 26, colour)
            c.rect(cx - 26, cy + 30, 52, 10, colour, 5)
        case _:
            c.poly([(cx - 64, cy - 4), (cx, cy - 62), (cx + 64, cy - 4)], light)
            c.rect(cx - 46, cy - 6, 92, 66, light)
            c.circle(cx, cy + 22, 18, colour)


def netzwerk(c: Canvas) -> None:
    """Gears that turn each other; as `hell` a web of people on light ground."""
    if c.variant == "hell":
        _web(c)
        return
    c.rect(0, 0, 1800, 1200, NAVY)
    for step in range(3):
        c.circle(900, 600, 760 - 190 * step, mix(NAVY, BLUE, 0.2 + 0.2 * step))
    gear(c, 640, 640, 330, 14, AMBER, mix(NAVY, BLUE, 0.6), 0.0)
    gear(c, 1160, 480, 255, 11, MINT, mix(NAVY, BLUE, 0.6), 0.13)
    gear(c, 1120, 930, 218, 9, CORAL, mix(NAVY, BLUE, 0.5), 0.33)
    gear(c, 330, 250, 175, 8, SKY, mix(NAVY, BLUE, 0.3), 0.2)
    gear(c, 1520, 780, 210, 9, LILAC, mix(NAVY, BLUE, 0.3), 0.1)
    people = looks(c.chance)
    for x, y, h in ((640, 640, 150), (1160, 480, 116), (1120, 930, 100), (330, 250, 78), (1520, 780, 96)):
        c.circle(x, y, 0.72 * h, PAPER)
        bust(c, x, y + 0.52 * h, 1.05 * h, next(people))


def _web(c: Canvas) -> None:
    c.rect(0, 0, 1800, 1200, FROST)
    c.circle(900, 600, 560, mix(FROST, WHITE, 0.5))
    spots: list[tuple[float, float, int]] = [(900, 600, 170)]
    for index in range(6):
        angle = index * math.pi / 3 + 0.3
        spots.append((900 + 400 * math.cos(angle), 600 + 320 * math.sin(angle), 105))
    for index in range(12):
        angle = index * math.pi / 6 + 0.05
        spots.append((900 + 740 * math.cos(angle), 600 + 505 * math.sin(angle), 60))
    for index, (x, y, _) in enumerate(spots[1:7]):
        c.line([(900, 600), (x, y)], 12, TEAL)
        after = spots[1 + (index + 1) % 6]
        c.line([(x, y), after[:2]], 8, MINT)
    for x, y, _ in spots[7:]:
        near = min(spots[1:7], key=lambda other: (other[0] - x) ** 2 + (other[1] - y) ** 2)
        c.line([(x, y), near[:2]], 7, mix(MINT, TEAL, 0.3))
    people = looks(c.chance)
    for index, (x, y, r) in enumerate(spots):
        c.circle(x, y, r + 12, WHITE)
        c.circle(x, y, r, (SAND, MIST, ROSE, LILAC, mix(MINT, WHITE, 0.4))[index % 5])
        bust(c, x, y + 0.72 * r, 1.42 * r, next(people))
        c.ring(x, y, r + 16, 12, (TEAL, NAVY, CORAL, PLUM, AMBER)[index % 5])


def briefe(c: Canvas) -> None:
    """Envelopes that fly out over roofs."""
    c.rect(0, 0, 1800, 1200, SKY)
    sky(c, SKY, (1440, 280, 105))
    cloud(c, 350, 820, 170, mix(SKY, WHITE, 0.5))
    cloud(c, 1480, 640, 130, mix(SKY, WHITE, 0.5))
    hill(c, [1010, 960, 1000, 950, 990, 970], mix(TEAL, SKY, 0.35))
    for index, x in enumerate((60, 260, 430, 1290, 1460, 1640)):
        house(
            c,
            x,
            1130,
            130,
            120,
            (WHITE, SAND, ROSE)[index % 3],
            (CORAL, NAVY, SLATE)[index % 3],
            c.chance,
            (SLATE, SKY),
            2,
            2,
        )
    hill(c, [1120, 1095, 1110, 1090, 1120, 1100], TEAL)
    near = ((900, 430, 1.5, -8), (470, 330, 0.95, -20), (1290, 640, 0.9, 14), (560, 700, 0.72, 10))
    far = ((1110, 180, 0.62, 16), (250, 560, 0.5, -12), (1590, 450, 0.5, 8), (830, 860, 0.5, -6))
    for x, y, s, turn in near + far:
        _envelope(c, x, y, 300 * s, turn, (AMBER, CORAL, TEAL, PLUM)[round(x) % 4])


def _envelope(c: Canvas, x: float, y: float, w: float, turn: float, seal: str) -> None:
    angle = math.radians(turn)

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * math.cos(angle) - dy * math.sin(angle), y + dx * math.sin(angle) + dy * math.cos(angle)

    h = 0.66 * w
    c.poly(
        [
            at(-w / 2 + 10, -h / 2 + 14),
            at(w / 2 + 10, -h / 2 + 14),
            at(w / 2 + 10, h / 2 + 14),
            at(-w / 2 + 10, h / 2 + 14),
        ],
        mix(SKY, NAVY, 0.25),
    )
    c.poly([at(-w / 2, -h / 2), at(w / 2, -h / 2), at(w / 2, h / 2), at(-w / 2, h / 2)], WHITE)
    c.poly([at(-w / 2, h / 2), at(0, 0), at(w / 2, h / 2)], mix(MIST, WHITE, 0.35))
    c.poly([at(-w / 2, -h / 2), at(0, 0.1 * h), at(w / 2, -h / 2)], mix(MIST, SKY, 0.18))
    c.circle(*at(0, 0.04 * h), 0.08 * w, seal)


def wegweiser(c: Canvas) -> None:
    """A signpost with many arms, somebody reading it."""
    c.rect(0, 0, 1800, 1200, mix(MINT, WHITE, 0.62))
    sky(c, mix(MINT, WHITE, 0.62), (420, 330, 115))
    cloud(c, 1420, 240, 150)
    hill(c, [780, 700, 760, 690, 750, 720], mix(MINT, SKY, 0.3))
    hill(c, [930, 880, 900, 860, 910, 880], mix(TEAL, MINT, 0.35))
    c.poly([(720, 870), (940, 868), (1500, 1200), (300, 1200)], SAND)
    c.rect(885, 190, 34, 820, mix("#8a5a3a", INK, 0.15), 12)
    for index, (y, w, way) in enumerate(((240, 420, 1), (350, 380, -1), (460, 460, 1), (570, 340, -1), (680, 380, 1))):
        colour = (CORAL, NAVY, AMBER, TEAL, PLUM)[index]
        x0 = 902 - 40 * way
        tip = 902 + way * w
        c.poly([(x0, y), (tip - way * 50, y), (tip, y + 42), (tip - way * 50, y + 84), (x0, y + 84)], colour)
        c.rect(min(x0 + way * 70, x0 + way * (w - 170)), y + 32, abs(w - 240), 20, mix(colour, WHITE, 0.72), 10)
    people = looks(c.chance)
    standing(c, 560, 1090, 480, next(people), 60)
    standing(c, 1290, 1100, 470, next(people), -70, dress=True)
    standing(c, 1400, 1110, 290, next(people))
    for x in (120, 1660):
        tree(c, x, 960, 380, TEAL)


def gesundheit(c: Canvas) -> None:
    """A heart held by a house-shaped net: practice, midwife, advice, family."""
    c.rect(0, 0, 1800, 1200, ROSE)
    c.circle(900, 600, 560, mix(ROSE, WHITE, 0.4))
    c.circle(900, 600, 420, mix(ROSE, WHITE, 0.65))
    spots = [(900 + 560 * math.cos(a), 600 + 420 * math.sin(a)) for a in (-2.6, -0.54, 0.54, 2.6)]
    for x, y in spots:
        c.line([(900, 600), (x, y)], 14, mix(CORAL, WHITE, 0.35))
    for first, second in zip(spots, spots[1:] + spots[:1], strict=True):
        c.line([first, second], 8, mix(CORAL, WHITE, 0.6))
    s = 200
    c.circle(900 - 0.5 * s, 600 - 0.42 * s, 0.62 * s, CORAL)
    c.circle(900 + 0.5 * s, 600 - 0.42 * s, 0.62 * s, CORAL)
    c.poly([(900 - 1.05 * s, 600 - 0.15 * s), (900 + 1.05 * s, 600 - 0.15 * s), (900, 600 + 1.12 * s)], CORAL)
    c.poly([(900 - 0.5 * s, 600 - 0.5 * s), (900 + 0.5 * s, 600 - 0.5 * s), (900, 600)], CORAL)
    c.line([(730, 600), (830, 600), (865, 530), (915, 680), (950, 600), (1070, 600)], 20, WHITE)
    people = looks(c.chance)
    for index, (x, y) in enumerate(spots):
        c.circle(x, y, 178, WHITE)
        c.circle(x, y, 162, (MIST, FROST, SAND, LILAC)[index])
        bust(c, x, y + 118, 232, next(people))
        c.ring(x, y, 180, 14, (NAVY, TEAL, AMBER, PLUM)[index])


def diagramm(c: Canvas) -> None:
    """Bars that grow, people who put them up."""
    c.rect(0, 0, 1800, 1200, PAPER)
    c.rect(0, 1000, 1800, 200, mix(MIST, SKY, 0.3))
    for line in range(5):
        c.rect(240, 300 + line * 140, 1320, 4, MIST)
    heights = (170, 265, 235, 380, 470, 620)
    for index, h in enumerate(heights):
        colour = (SKY, BLUE, AMBER, mix(BLUE, NAVY, 0.4), NAVY, TEAL)[index]
        x = 290 + index * 215
        c.rect(x, 1000 - h, 140, h, colour, 14, top_only=True)
        c.rect(x + 96, 1000 - h + 14, 44, h - 14, mix(colour, INK, 0.12))
    points = [(360 + index * 215, 940 - h) for index, h in enumerate(heights)]
    c.line(points, 12, CORAL)
    for x, y in points:
        c.circle(x, y, 24, WHITE)
        c.circle(x, y, 16, CORAL)
    people = looks(c.chance)
    standing(c, 180, 1100, 420, next(people), 70)
    standing(c, 940, 1130, 400, next(people), dress=True)
    standing(c, 1050, 1130, 420, next(people), -50)
    standing(c, 1660, 1100, 430, next(people), -95)


def lupe(c: Canvas) -> None:
    """A large lens over papers and houses: somebody looks closely."""
    c.rect(0, 0, 1800, 1200, mix(TEAL, INK, 0.25))
    for x, y, turn in (
        (300, 330, -12),
        (560, 850, 8),
        (1480, 300, 10),
        (1560, 880, -6),
        (260, 880, 14),
        (1050, 210, -4),
    ):
        sheet(c, x + 14, y + 18, 330, 430, turn, mix(TEAL, INK, 0.45), mix(TEAL, INK, 0.45))
        sheet(c, x, y, 330, 430, turn)
    c.line([(1180, 860), (1500, 1180)], 92, mix("#8a5a3a", INK, 0.3))
    c.line([(1160, 840), (1240, 920)], 60, STONE)
    c.circle(900, 590, 392, SLATE)
    c.circle(900, 590, 356, mix(SKY, MIST, 0.7))
    for index, (x, h) in enumerate(((640, 150), (780, 210), (930, 180), (1070, 140))):
        house(
            c,
            x,
            760,
            120,
            h,
            (SAND, WHITE, ROSE, mix(MINT, WHITE, 0.3))[index],
            (CORAL, NAVY, TEAL, AMBER)[index],
            c.chance,
            (SLATE, SKY),
            2,
            2,
        )
    for x, h in ((610, 160), (910, 130), (1225, 150)):
        tree(c, x, 765, h, TEAL)
    c.pie(900, 590, 356, 29, 151, mix(MINT, TEAL, 0.25))
    people = looks(c.chance)
    for x in (760, 845, 1000):
        standing(c, x, 862, 150, next(people))
    c.ring(900, 590, 392, 38, mix(SLATE, INK, 0.25))
    c.arc(900, 590, 318, 200, 250, 22, WHITE)


def aktenberg(c: Canvas) -> None:
    """A tower of papers beside a single sheet, and somebody pleased with the single one."""
    c.rect(0, 0, 1800, 1200, mix(AMBER, SAND, 0.55))
    c.circle(1150, 560, 470, mix(AMBER, SAND, 0.8))
    c.rect(0, 960, 1800, 240, mix("#8a5a3a", AMBER, 0.35))
    c.rect(0, 960, 1800, 20, mix("#8a5a3a", AMBER, 0.55))
    y = 960.0
    while y > 190:
        h, w = c.chance.uniform(26, 62), c.chance.uniform(330, 420)
        x = 430 + c.chance.uniform(-34, 34)
        colour = c.chance.choice((WHITE, MIST, NAVY, TEAL, CORAL, SKY, WHITE, SAND))
        c.rect(x - w / 2, y - h, w, h - 3, colour, 5)
        if h > 40 and colour not in (WHITE, MIST, SAND):
            c.rect(x - w / 2 + 26, y - h + 11, 90, h - 24, WHITE, 4)
        else:
            c.rect(x - w / 2, y - 0.5 * h, w, 3, STONE)
        y -= h
    people = looks(c.chance)
    bust(c, 1180, 990, 600, next(people))
    sheet(c, 1500, 600, 250, 330, 8)
    c.line([(1350, 900), (1460, 800), (1450, 690)], 76, TEAL)
    c.circle(1440, 690, 44, SKINS[2])
    c.rect(960, 960, 500, 240, mix("#8a5a3a", AMBER, 0.35))
    c.rect(960, 960, 500, 20, mix("#8a5a3a", AMBER, 0.55))
    c.circle(1610, 770, 46, TEAL)
    c.line([(1588, 770), (1604, 788), (1634, 752)], 12, WHITE)


def offene_tuer(c: Canvas) -> None:
    """An open door, light falls out of it, people go in."""
    c.rect(0, 0, 1800, 1200, mix(NAVY, PLUM, 0.2))
    for row in range(9):
        for column in range(13):
            c.rect(
                column * 150 - (row % 2) * 75,
                row * 104,
                142,
                96,
                mix(mix(NAVY, PLUM, 0.2), SKY, 0.06 + 0.02 * ((row + column) % 3)),
                6,
            )
    c.poly([(720, 960), (1080, 960), (1500, 1200), (300, 1200)], mix(SAND, AMBER, 0.25))
    c.rect(0, 950, 1800, 14, mix(NAVY, INK, 0.4))
    c.rect(660, 210, 480, 750, mix(SAND, "#8a5a3a", 0.35), 20, top_only=True)
    c.rect(700, 250, 400, 710, SAND, 12, top_only=True)
    c.circle(900, 560, 160, mix(SAND, WHITE, 0.6))
    c.rect(860, 330, 80, 16, AMBER, 8)
    c.pie(900, 420, 62, 180, 360, AMBER)
    c.poly([(1100, 250), (1330, 190), (1330, 1040), (1100, 960)], TEAL)
    c.poly([(1140, 330), (1290, 300), (1290, 560), (1140, 560)], mix(TEAL, INK, 0.2))
    c.poly([(1140, 640), (1290, 650), (1290, 930), (1140, 890)], mix(TEAL, INK, 0.2))
    c.circle(1300, 610, 17, AMBER)
    people = looks(c.chance)
    standing(c, 900, 950, 400, next(people), -60)
    standing(c, 600, 1140, 500, next(people), 45)
    standing(c, 720, 1150, 320, next(people), dress=True)
    standing(c, 1180, 1150, 500, next(people), dress=True)
    for x in (420, 1480):
        c.rect(x - 34, 420, 68, 110, INK, 12)
        c.rect(x - 22, 434, 44, 82, AMBER, 8)
        c.poly([(x - 70, 860), (x + 70, 860), (x + 50, 990), (x - 50, 990)], CORAL)
        for dx, dy, r in ((-40, -50, 62), (36, -66, 70), (0, -130, 66)):
            c.circle(x + dx, 860 + dy, r, mix(TEAL, MINT, 0.25 if dx else 0.0))


SCENES = {
    "bausteine": bausteine, "netzwerk": netzwerk, "briefe": briefe, "wegweiser": wegweiser, "gesundheit": gesundheit,
    "diagramm": diagramm, "lupe": lupe, "aktenberg": aktenberg, "offene-tuer": offene_tuer,
}  # fmt: skip
