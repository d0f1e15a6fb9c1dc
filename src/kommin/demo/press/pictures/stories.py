"""Scenes of things that tell a story: a report, a certificate, stairs, a calendar, keys, books, a school."""

import math

from kommin.demo.press.pictures.canvas import Canvas, mix
from kommin.demo.press.pictures.palette import (
    AMBER,
    BLUE,
    CORAL,
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
from kommin.demo.press.pictures.people import bust, looks, standing
from kommin.demo.press.pictures.things import cloud, hill, sky, tree, windows

_TONES = (NAVY, TEAL, AMBER, CORAL, PLUM, BLUE)


def bericht(c: Canvas) -> None:
    """A bound report, open, with a chart and lines; a pencil beside it."""
    c.rect(0, 0, 1800, 1200, mix(SKY, NAVY, 0.12))
    c.circle(900, 600, 620, mix(SKY, WHITE, 0.22))
    c.poly([(270, 300), (900, 350), (1530, 300), (1530, 1010), (900, 1060), (270, 1010)], NAVY)
    c.poly([(310, 265), (900, 320), (900, 1030), (310, 970)], WHITE)
    c.poly([(1490, 265), (900, 320), (900, 1030), (1490, 970)], mix(MIST, WHITE, 0.45))
    c.line([(900, 322), (900, 1028)], 6, STONE)
    for row in range(7):
        y = 390 + row * 76
        c.line([(380, y - 6), ((820, 790, 820, 640, 820, 800, 700)[row], y + 34)], 17, NAVY if row == 0 else STONE)
    c.circle(1200, 530, 150, SKY)
    c.pie(1200, 530, 150, -90, 40, CORAL)
    c.pie(1200, 530, 150, 40, 130, AMBER)
    c.pie(1200, 530, 150, 130, 200, TEAL)
    c.circle(1200, 530, 70, mix(MIST, WHITE, 0.45))
    for bar, h in enumerate((60, 110, 90, 160, 190)):
        c.rect(1000 + bar * 88, 930 - bar * 7 - h, 56, h, (SKY, BLUE, AMBER, TEAL, NAVY)[bar], 6)
    c.line([(1420, 1110), (1650, 760)], 44, AMBER)
    c.line([(1660, 744), (1680, 714)], 44, CORAL)
    c.poly([(1402, 1098), (1438, 1122), (1392, 1156)], SAND)
    c.poly([(1400, 1130), (1410, 1138), (1392, 1156)], INK)


def urkunde(c: Canvas) -> None:
    """A certificate handed over with a handshake, flags of no country, confetti."""
    c.rect(0, 0, 1800, 1200, mix(PLUM, LILAC, 0.5))
    c.circle(900, 620, 620, mix(PLUM, LILAC, 0.66))
    c.circle(900, 620, 440, mix(PLUM, LILAC, 0.84))
    for index in range(15):
        x = 30 + index * 124
        y = 90 + 70 * math.sin(math.pi * (index % 5 + 0.5) / 5)
        c.poly([(x, y), (x + 92, y), (x + 46, y + 110)], _TONES[index % 6] if _TONES[index % 6] != PLUM else WHITE)
    c.curve([(x, 88 + 70 * math.sin(math.pi * ((x / 124) % 5 + 0.4) / 5)) for x in range(0, 1900, 124)], 6, WHITE)
    for _ in range(70):
        at = c.chance.uniform(60, 1740), c.chance.uniform(260, 720)
        c.rect(*at, 18, 18, c.chance.choice((AMBER, CORAL, WHITE, MINT, SKY)), c.chance.choice((0, 9)))
    people = looks(c.chance)
    left, right = next(people), next(people)
    bust(c, 430, 1200, 760, left)
    bust(c, 1370, 1200, 760, right)
    c.line([(640, 1160), (760, 1010)], 120, mix(left.clothes, "#0d1630", 0.16))
    c.line([(1160, 1160), (1040, 1010)], 120, mix(right.clothes, "#0d1630", 0.16))
    c.rect(690, 640, 420, 320, WHITE, 10)
    c.rect(712, 662, 376, 276, mix(SAND, WHITE, 0.5), 6)
    for row, w in enumerate((190, 270, 230)):
        c.rect(900 - w / 2, 706 + row * 48, w, 18, NAVY if row == 0 else STONE, 9)
    c.circle(1020, 890, 44, CORAL)
    c.circle(1020, 890, 28, AMBER)
    c.circle(752, 960, 52, left.skin)
    c.circle(1048, 960, 52, right.skin)


def treppe(c: Canvas) -> None:
    """Stairs upward, on every step somebody more."""
    c.rect(0, 0, 1800, 1200, mix(SAND, WHITE, 0.2))
    sky(c, mix(SAND, WHITE, 0.2), (1480, 270, 110))
    tones = (mix(NAVY, SKY, 0.75), mix(NAVY, SKY, 0.58), mix(NAVY, SKY, 0.42), mix(NAVY, SKY, 0.25), NAVY)
    people = looks(c.chance)
    for step in range(5):
        x, top = 120 + step * 330, 1030 - step * 140
        c.rect(x, top, 1800, 1200, tones[step])
        c.rect(x, top, 1800, 20, mix(tones[step], WHITE, 0.35))
    for step in range(5):
        x, top = 120 + step * 330, 1030 - step * 140
        standing(c, x + 110, top, 300, next(people), 60 if step % 2 else 0, dress=step == 2)
        if step:
            standing(c, x + 225, top, 285, next(people), dress=step % 2 == 1)
    cloud(c, 420, 260, 160)


def kalender(c: Canvas) -> None:
    """A wall calendar with marked days, no numbers."""
    c.rect(0, 0, 1800, 1200, mix(TEAL, MINT, 0.55))
    c.circle(900, 600, 600, mix(TEAL, MINT, 0.75))
    c.rect(448, 208, 930, 860, mix(TEAL, INK, 0.2), 36)
    c.rect(430, 190, 930, 860, WHITE, 36)
    c.rect(430, 190, 930, 210, CORAL, 36, top_only=True)
    c.rect(560, 272, 380, 36, mix(CORAL, WHITE, 0.75), 18)
    for x in (590, 895, 1200):
        c.rect(x - 18, 130, 36, 130, SLATE, 18)
    for row in range(5):
        for column in range(7):
            number = row * 7 + column
            x, y = 482 + column * 120, 442 + row * 116
            colour = {9: AMBER, 17: NAVY, 25: TEAL}.get(number, MIST if column < 5 else mix(MIST, ROSE, 0.55))
            c.rect(x, y, 100, 96, colour, 16)
            if number == 25:
                c.line([(x + 26, y + 50), (x + 44, y + 68), (x + 76, y + 30)], 13, WHITE)
            if number == 17:
                c.circle(x + 50, y + 48, 20, WHITE)
    people = looks(c.chance)
    standing(c, 280, 1130, 560, next(people), 75)
    standing(c, 1530, 1130, 540, next(people), -80, dress=True)


def staffel(c: Canvas) -> None:
    """A baton goes from one hand to the next before a rising sun."""
    c.rect(0, 0, 1800, 1200, mix(AMBER, ROSE, 0.35))
    for ray in range(18):
        a, b = math.radians(ray * 20), math.radians(ray * 20 + 9)
        c.poly(
            [
                (900, 700),
                (900 + 1500 * math.cos(a), 700 + 1500 * math.sin(a)),
                (900 + 1500 * math.cos(b), 700 + 1500 * math.sin(b)),
            ],
            mix(AMBER, SAND, 0.55),
        )
    c.circle(900, 700, 360, SAND)
    c.circle(900, 700, 280, WHITE)
    c.line([(-60, 800), (430, 720)], 210, NAVY)
    c.line([(430, 720), (500, 709)], 216, mix(NAVY, SKY, 0.35))
    c.line([(520, 705), (680, 690)], 130, SKINS[3])
    c.line([(1860, 640), (1380, 690)], 210, TEAL)
    c.line([(1380, 690), (1310, 697)], 216, mix(TEAL, MINT, 0.5))
    c.line([(1290, 700), (1130, 705)], 130, SKINS[0])
    c.line([(560, 640), (1240, 740)], 74, CORAL)
    c.line([(600, 646), (660, 655)], 74, WHITE)
    c.line([(1140, 725), (1200, 734)], 74, WHITE)
    for finger in range(4):
        c.line(
            [(648 + finger * 42, 622 + finger * 7), (640 + finger * 42, 726 + finger * 4)],
            44,
            mix(SKINS[3], "#000000", 0.05 * (finger % 2)),
        )
        c.line(
            [(1040 + finger * 42, 668 + finger * 6), (1032 + finger * 42, 776 + finger * 3)],
            44,
            mix(SKINS[0], "#000000", 0.05 * (finger % 2)),
        )
    c.line([(600, 742), (700, 764), (790, 748)], 46, SKINS[3])
    c.line([(1220, 650), (1120, 632), (1030, 640)], 46, SKINS[0])


def bibliothek(c: Canvas) -> None:
    """Shelves of coloured books, somebody takes one out, another reads."""
    c.rect(0, 0, 1800, 1200, mix("#8a5a3a", SAND, 0.35))
    for shelf in range(4):
        top = 60 + shelf * 265
        c.rect(60, top, 1680, 235, mix("#8a5a3a", INK, 0.35))
        x = 74.0
        while x < 1690:
            w, h = c.chance.uniform(22, 54), c.chance.uniform(140, 218)
            if c.chance.random() < 0.07:
                x += 60
                continue
            colour = c.chance.choice((*_TONES, SKY, MINT, SAND, ROSE))
            if x + w < 1728:
                c.rect(x, top + 235 - h, w, h, colour, 4)
                c.rect(x, top + 235 - 0.8 * h, w, 10, mix(colour, WHITE, 0.45))
                c.rect(x, top + 235 - 0.24 * h, w, 8, mix(colour, INK, 0.25))
            x += w + 3
        c.rect(40, top + 235, 1720, 30, mix("#8a5a3a", SAND, 0.2))
    people = looks(c.chance)
    c.rect(0, 1120, 1800, 80, mix(SAND, STONE, 0.3))
    standing(c, 560, 1150, 640, next(people), 125)
    standing(c, 1230, 1150, 610, next(people), -40, dress=True)
    c.poly([(1090, 800), (1180, 780), (1180, 880), (1090, 900)], WHITE)
    c.poly([(1270, 800), (1180, 780), (1180, 880), (1270, 900)], MIST)
    c.poly([(1084, 806), (1180, 786), (1276, 806), (1276, 912), (1180, 892), (1084, 912)], CORAL)
    c.poly([(1096, 800), (1180, 782), (1180, 880), (1096, 898)], WHITE)
    c.poly([(1264, 800), (1180, 782), (1180, 880), (1264, 898)], MIST)


def schluessel(c: Canvas) -> None:
    """A ring of twelve keys, one of them golden."""
    c.rect(0, 0, 1800, 1200, mix(NAVY, BLUE, 0.35))
    for step in range(3):
        c.circle(900, 600, 640 - 150 * step, mix(mix(NAVY, BLUE, 0.35), SKY, 0.09 * (step + 1)))
    tones = (SKY, MINT, LILAC, ROSE, MIST, WHITE)
    for index in range(12):
        angle = index * math.pi / 6 - math.pi / 2
        colour = AMBER if index == 1 else tones[index % 6]
        reach = 1.16 if index == 1 else 1.0

        def at(far: float, aside: float, angle: float = angle) -> tuple[float, float]:
            return (
                900 + far * math.cos(angle) - aside * math.sin(angle),
                600 + far * math.sin(angle) + aside * math.cos(angle),
            )

        c.line([at(300, 0), at(500 * reach, 0)], 30, colour)
        for tooth, long in ((500 * reach - 12, 46), (500 * reach - 62, 34)):
            c.line([at(tooth, 0), at(tooth, long)], 24, colour)
        c.circle(*at(262, 0), 72, colour)
        c.circle(*at(262, 0), 32, mix(mix(NAVY, BLUE, 0.35), SKY, 0.2))
    c.ring(900, 600, 236, 24, STONE)


def schule(c: Canvas) -> None:
    """A school in the morning, parents and children at its gate."""
    c.rect(0, 0, 1800, 1200, mix(SKY, WHITE, 0.55))
    sky(c, mix(SKY, WHITE, 0.55), (320, 260, 95))
    cloud(c, 1480, 200, 140)
    hill(c, [760, 720, 750, 710, 740, 730], mix(MINT, TEAL, 0.15))
    c.rect(330, 440, 1140, 460, SAND)
    c.poly([(290, 445), (420, 330), (1380, 330), (1510, 445)], CORAL)
    windows(c, 365, 470, 400, 400, 4, 2, (mix(NAVY, SKY, 0.5), SKY), c.chance, 8)
    windows(c, 1035, 470, 400, 400, 4, 2, (mix(NAVY, SKY, 0.5), SKY), c.chance, 8)
    c.rect(770, 380, 260, 520, ROSE)
    c.poly([(745, 385), (900, 240), (1055, 385)], NAVY)
    c.circle(900, 460, 58, WHITE)
    c.line([(900, 460), (900, 420)], 9, INK)
    c.line([(900, 460), (928, 474)], 9, INK)
    c.rect(820, 640, 160, 260, NAVY, 80, top_only=True)
    c.rect(896, 640, 8, 260, SAND)
    c.rect(0, 895, 1800, 305, mix(SAND, STONE, 0.35))
    c.poly([(820, 895), (980, 895), (1240, 1200), (560, 1200)], mix(SAND, WHITE, 0.4))
    for x in (130, 250, 1560, 1690):
        tree(c, x, 930, 330, mix(TEAL, MINT, 0.12))
    people = looks(c.chance)
    for x, h, feet in (
        (480, 330, 1100),
        (575, 205, 1100),
        (730, 340, 1060),
        (1090, 330, 1080),
        (1180, 200, 1090),
        (1270, 190, 1085),
        (1420, 335, 1110),
        (880, 215, 1130),
    ):
        look = next(people)
        standing(c, x, feet, h, look, 40 if h < 250 else 0, dress=c.chance.random() < 0.4)
    for x, colour in ((575, CORAL), (1180, AMBER)):
        c.rect(x - 22, 940, 44, 56, colour, 12)


SCENES = {
    "bericht": bericht, "urkunde": urkunde, "treppe": treppe, "kalender": kalender, "staffel": staffel,
    "bibliothek": bibliothek, "schluessel": schluessel, "schule": schule,
}  # fmt: skip
