"""Scenes of open land: a country road, a bridge, a river bank, a winding tower, a path over hills."""

import math
from itertools import pairwise

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
    PAPER,
    PLUM,
    ROSE,
    SAND,
    SKY,
    SLATE,
    STONE,
    TEAL,
    WHITE,
)  # fmt: skip
from kommin.demo.press.pictures.people import looks, standing
from kommin.demo.press.pictures.things import (
    ROOFS,
    block,
    cloud,
    hill,
    house,
    poplar,
    sky,
    tree,
    windows,
)  # fmt: skip


def landstrasse(c: Canvas) -> None:
    """A country road between villages; as `bus` with a bus on it."""
    c.rect(0, 0, 1800, 1200, mix(SKY, MIST, 0.62))
    sky(c, mix(SKY, MIST, 0.62), (1330, 300, 100))
    cloud(c, 420, 230, 170)
    cloud(c, 960, 150, 110, mix(WHITE, MIST, 0.35))
    hill(c, [560, 470, 540, 430, 520, 480], mix(TEAL, MIST, 0.62))
    hill(c, [660, 610, 540, 610, 560, 640], mix(TEAL, MIST, 0.42))
    for x, size in ((300, 0.9), (420, 0.75), (535, 0.95), (1390, 0.9), (1520, 0.8)):
        house(c, x, 700, 95 * size, 76 * size, WHITE, CORAL, c.chance, (SLATE, SKY), 2, 2)
    c.rect(625, 560, 44, 140, mix(STONE, WHITE, 0.5))
    c.poly([(617, 560), (647, 470), (677, 560)], NAVY)
    for x in (230, 720, 1290, 1640):
        poplar(c, x, 712, 150, mix(TEAL, INK, 0.15))
    hill(c, [740, 690, 720, 690, 730, 700], mix(MINT, TEAL, 0.25))
    _fields(c)
    if c.variant == "bus":
        c.rect(0, 1010, 1800, 150, mix(SLATE, STONE, 0.4))
        c.rect(0, 1004, 1800, 10, mix(SLATE, WHITE, 0.6))
        c.rect(0, 1156, 1800, 10, mix(SLATE, WHITE, 0.6))
        for x in range(-30, 1800, 190):
            c.rect(x, 1128, 100, 10, WHITE, 5)
    else:
        road = [(x - 470 * ((y - 720) / 480) ** 1.3, y, w * 0.9) for x, y, w in _winding(935, 720, 40)]
        for colour, share in ((mix(SLATE, STONE, 0.4), 1.0), (WHITE, 0.045)):
            for (x0, y0, w0), (x1, y1, w1) in pairwise((x, y, w * share) for x, y, w in road):
                c.poly([(x0 - w0, y0), (x0 + w0, y0), (x1 + w1, y1 + 1), (x1 - w1, y1 + 1)], colour)
    for x, h in ((120, 300), (260, 250), (1120, 190)):
        tree(c, x, 930 if x < 900 else 800, h, mix(TEAL, INK, 0.1))
    if c.variant == "bus":
        _bus(c, 250, 770)
    else:
        c.rect(1230, 830, 14, 250, SLATE)
        for index, (dx, colour) in enumerate(((0, AMBER), (-40, WHITE), (20, BLUE))):
            y = 830 + index * 74
            c.poly(
                [(1150 + dx, y), (1360 + dx, y), (1400 + dx, y + 28), (1360 + dx, y + 56), (1150 + dx, y + 56)], colour
            )
            c.rect(1180 + dx, y + 21, 130, 13, mix(colour, INK, 0.35), 6)


def _fields(c: Canvas) -> None:
    """Fields side by side, running together far off."""
    far, near = (1060, 1190, 1310, 1440, 1570, 1700, 1850), (1010, 1320, 1620, 1930, 2250, 2600, 3000)
    tones = (mix(AMBER, SAND, 0.45), mix(MINT, SAND, 0.4), mix(AMBER, SAND, 0.7), mix(TEAL, MINT, 0.4))
    for index in range(6):
        corners = [(far[index], 748), (far[index + 1], 748), (near[index + 1], 1200), (near[index], 1200)]
        c.poly(corners, tones[index % 4])


def _bus(c: Canvas, x: float, y: float) -> None:
    c.ellipse(x + 330, y + 300, 360, 26, mix(INK, MINT, 0.5))
    c.rect(x, y, 660, 285, CORAL, 42)
    c.rect(x, y + 200, 660, 85, mix(CORAL, INK, 0.22), 30)
    c.rect(x, y + 176, 660, 40, WHITE)
    for index in range(4):
        c.rect(x + 34 + index * 124, y + 36, 104, 112, mix(SKY, WHITE, 0.45), 16)
    c.rect(x + 540, y + 36, 96, 210, mix(SKY, WHITE, 0.45), 16)
    c.rect(x + 584, y + 40, 8, 204, mix(CORAL, INK, 0.22))
    for index, colour in enumerate((NAVY, PLUM, TEAL)):
        c.circle(x + 88 + index * 124, y + 96, 26, ("#c68a5c", "#f3cdae", "#6e4329")[index])
        c.pie(x + 88 + index * 124, y + 90, 28, 180, 360, INK)
        c.pie(x + 88 + index * 124, y + 152, 42, 180, 360, colour)
    for wheel in (140, 500):
        c.circle(x + wheel, y + 282, 58, INK)
        c.circle(x + wheel, y + 282, 26, STONE)
    c.circle(x + 648, y + 232, 15, SAND)


def _suspension(c: Canvas) -> None:
    """Two towers and the cables between and behind them."""
    for side in (-1, 1):
        x = 900 + side * 480
        c.rect(x - 74, 860, 148, 150, mix(SLATE, INK, 0.2), 12)
        for leg in (-44, 22):
            c.rect(x + leg, 230, 24, 690, NAVY)
        for beam in (300, 470, 640):
            c.rect(x - 44, beam, 90, 22, NAVY)
    cable = [(x, 250 + 420 * (1 - ((x - 900) / 480) ** 2)) for x in range(420, 1381, 20)]
    for back in (0, 26):
        c.line([(x, y + back * 0.2) for x, y in cable], 11, CORAL)
    for x, y in cable[1:-1:2]:
        c.line([(x, y), (x, 740)], 4, CORAL)
    for side in (-1, 1):
        end = 900 + side * 940
        c.line([(900 + side * 480, 250), (end, 730)], 11, CORAL)
        for step in range(1, 9):
            x = 900 + side * (480 + step * 50)
            c.line([(x, 250 + step * 52), (x, 740)], 4, CORAL)


def bruecke(c: Canvas) -> None:
    """A suspension bridge between two banks, people on their way over it."""
    c.rect(0, 0, 1800, 1200, ROSE)
    sky(c, ROSE, (900, 610, 150), SAND)
    hill(c, [640, 600, 670, 680, 620, 640], mix(LILAC, ROSE, 0.35))
    for x, h in ((40, 210), (150, 290), (1500, 260), (1640, 330)):
        block(c, x, 780, 100, h, mix(LILAC, PLUM, 0.35), c.chance, (mix(LILAC, SAND, 0.6), mix(LILAC, PLUM, 0.2)), 3, 4)
    c.rect(0, 760, 1800, 440, mix(BLUE, SKY, 0.25))
    for row in range(6):
        y = 820 + row * 62
        for _ in range(5):
            c.rect(c.chance.uniform(-60, 1700), y, c.chance.uniform(90, 260), 9, mix(SKY, WHITE, 0.25), 4)
    for row in range(5):
        c.rect(900 - (150 - row * 18), 792 + row * 46, 2 * (150 - row * 18), 14, mix(SAND, SKY, 0.25), 7)
    _suspension(c)
    people = looks(c.chance)
    for x in (240, 330, 560, 830, 925, 1110, 1470, 1560):
        standing(c, x, 738, 128, next(people), dress=c.chance.random() < 0.35)
    c.rect(-10, 735, 1820, 52, NAVY)
    c.rect(-10, 735, 1820, 12, mix(NAVY, SKY, 0.4))


def rheinufer(c: Canvas) -> None:
    """A promenade on the river: a slender tower, a ship, plane trees."""
    c.rect(0, 0, 1800, 1200, MIST)
    sky(c, MIST, (560, 380, 120))
    cloud(c, 1500, 210, 140)
    x = -20.0
    while x < 1800:
        w, h = c.chance.uniform(80, 150), c.chance.uniform(110, 260)
        colour = mix(SKY, MIST, c.chance.uniform(0.15, 0.5))
        c.rect(x, 700 - h, w, h, colour)
        windows(c, x + 8, 715 - h, w - 16, h - 30, 3, 4, (mix(colour, WHITE, 0.45),), c.chance)
        x += w
    c.poly([(1214, 700), (1226, 250), (1250, 250), (1262, 700)], mix(NAVY, SLATE, 0.3))
    c.poly([(1186, 300), (1290, 300), (1268, 368), (1208, 368)], mix(NAVY, SLATE, 0.3))
    c.rect(1190, 310, 96, 14, SAND)
    c.rect(1231, 120, 14, 140, CORAL)
    c.rect(0, 690, 1800, 310, mix(BLUE, SKY, 0.35))
    for row in range(5):
        for _ in range(6):
            c.rect(c.chance.uniform(-80, 1780), 730 + row * 54, c.chance.uniform(80, 220), 8, mix(SKY, WHITE, 0.2), 4)
    c.poly([(360, 800), (1060, 800), (1000, 890), (430, 890)], NAVY)
    c.poly([(372, 818), (1050, 818), (1040, 832), (382, 832)], CORAL)
    c.rect(470, 716, 440, 86, WHITE, 14)
    c.rect(520, 652, 250, 70, WHITE, 14)
    windows(c, 486, 726, 410, 66, 9, 1, (mix(NAVY, SKY, 0.5),), c.chance, 8)
    windows(c, 532, 660, 226, 54, 5, 1, (mix(NAVY, SKY, 0.5),), c.chance, 8)
    c.rect(800, 610, 46, 110, CORAL, 6)
    c.rect(0, 985, 1800, 215, mix(SAND, STONE, 0.35))
    c.rect(0, 985, 1800, 20, mix(SAND, WHITE, 0.4))
    for x in range(20, 1800, 120):
        c.rect(x, 920, 8, 80, SLATE)
    c.rect(0, 918, 1800, 9, SLATE)
    c.rect(0, 954, 1800, 6, SLATE)
    people = looks(c.chance)
    for x in (260, 360, 820, 1130, 1215, 1600):
        standing(c, x, 1110, 240, next(people), dress=c.chance.random() < 0.4)
    for x in (90, 1460, 1740):
        tree(c, x, 1060, 420, mix(TEAL, MINT, 0.15))


def foerderturm(c: Canvas) -> None:
    """A winding tower over the roofs of a city of former mines, green in between."""
    c.rect(0, 0, 1800, 1200, mix(SAND, AMBER, 0.12))
    sky(c, mix(SAND, AMBER, 0.12), (1250, 420, 150))
    hill(c, [720, 640, 690, 620, 680, 640], mix(AMBER, SAND, 0.55))
    steel = mix(NAVY, TEAL, 0.25)
    for leg in ((700, 960), (1000, 960)):
        c.line([(850 + (leg[0] - 850) * 0.18, 380), leg], 26, steel)
    for step in range(5):
        y0, y1 = 420 + step * 105, 525 + step * 105
        spread0, spread1 = 30 + 24 * step, 54 + 24 * step
        c.line([(850 - spread0, y0), (850 + spread1, y1)], 9, steel)
        c.line([(850 + spread0, y0), (850 - spread1, y1)], 9, steel)
        c.line([(850 - spread1, y1), (850 + spread1, y1)], 9, steel)
    c.line([(880, 380), (1420, 960)], 30, steel)
    c.line([(960, 425), (1340, 960)], 14, steel)
    for x in (790, 910):
        c.ring(x, 315, 92, 16, CORAL)
        c.circle(x, 315, 16, CORAL)
        for spoke in range(6):
            angle = spoke * math.pi / 3 + (0.2 if x > 800 else 0)
            c.line([(x, 315), (x + 84 * math.cos(angle), 315 + 84 * math.sin(angle))], 7, CORAL)
    c.rect(700, 386, 300, 26, steel, 5)
    c.line([(985, 340), (1560, 900)], 5, SLATE)
    c.rect(1360, 740, 330, 260, CORAL)
    c.poly([(1340, 745), (1525, 650), (1710, 745)], NAVY)
    windows(c, 1385, 770, 280, 170, 4, 2, (SAND, WHITE), c.chance, 10)
    for index, x in enumerate((30, 190, 350, 510)):
        house(c, x, 980, 150, 175, (WHITE, ROSE, SAND, WHITE)[index], ROOFS[index], c.chance, (SLATE, SKY), 2, 2)
    hill(c, [960, 930, 955, 935, 960, 940], mix(TEAL, MINT, 0.2))
    for x, h in ((110, 230), (640, 280), (1090, 250), (1200, 200), (1750, 320)):
        tree(c, x, 1010, h, TEAL)
    c.curve([(700, 1210), (900, 1110), (1250, 1100), (1525, 1060), (1525, 1000)], 60, SAND)
    people = looks(c.chance)
    for x in (420, 510, 1330, 1410):
        standing(c, x, 1130, 190, next(people), dress=c.chance.random() < 0.4)


def weg(c: Canvas) -> None:
    """A path that winds to the sun over the hills; two or more people walk it together."""
    c.rect(0, 0, 1800, 1200, mix(ROSE, SAND, 0.5))
    sky(c, mix(ROSE, SAND, 0.5), (1180, 440, 140))
    hill(c, [600, 520, 580, 470, 540, 500], mix(LILAC, SKY, 0.5))
    hill(c, [700, 640, 560, 650, 600, 660], mix(SKY, BLUE, 0.35))
    hill(c, [760, 800, 720, 760, 700, 760], mix(TEAL, BLUE, 0.45))
    hill(c, [920, 860, 900, 840, 880, 830], TEAL)
    path = mix(SAND, WHITE, 0.25)
    for (x0, y0, w0), (x1, y1, w1) in pairwise(_winding(1175, 600, 45)):
        c.poly([(x0 - w0, y0), (x0 + w0, y0), (x1 + w1, y1 + 1), (x1 - w1, y1 + 1)], path)
    people = looks(c.chance)
    for x, feet, h in ((1215, 880, 150), (1010, 1150, 320), (1130, 1140, 305)):
        standing(c, x, feet, h, next(people), -40 if x == 1010 else 0, dress=x == 1215)
    for x, base, h in ((150, 980, 360), (330, 930, 260), (1600, 960, 330), (1720, 1030, 400), (560, 960, 220)):
        poplar(c, x, base, h, mix(TEAL, INK, 0.22))
    for x, y in ((260, 1090), (520, 1120), (640, 1040), (1640, 1130)):
        for petal in range(3):
            c.circle(x + petal * 30, y + (petal % 2) * 18, 10, (AMBER, CORAL, PAPER)[petal])


def _winding(x: float, top: float, bend: float) -> list[tuple[float, float, float]]:
    """The middle and half width of a path that comes nearer: narrow bends far off, wide ones close by."""
    found = []
    for step in range(121):
        near = step / 120
        reach = bend * (1 + 2.9 * near)
        found.append(
            (x - 60 * near + reach * math.sin(13 * near**0.62), top + (1200 - top) * near, 8 + 205 * near**1.7)
        )
    return found


SCENES = {
    "landstrasse": landstrasse, "bruecke": bruecke, "rheinufer": rheinufer, "foerderturm": foerderturm, "weg": weg,
}  # fmt: skip
