"""Scenes of towns: a town hall, streets, half-timbered houses, a market."""

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
    WALLS,
    block,
    cloud,
    hill,
    house,
    lamp,
    sky,
    town_hall,
    tree,
    windows,
)  # fmt: skip


def rathaus(c: Canvas) -> None:
    """A town hall over its square, by day or in the evening."""
    evening = c.variant == "abend"
    ground = mix(NAVY, PLUM, 0.25) if evening else MIST
    c.rect(0, 0, 1800, 1200, ground)
    sky(c, ground, (1340, 330, 105) if not evening else (430, 300, 80), "#c9b6e8" if evening else WHITE)
    far = mix(ground, INK, 0.3) if evening else mix(SKY, MIST, 0.45)
    x = -40.0
    while x < 1800:
        w, h = c.chance.uniform(110, 190), c.chance.uniform(150, 330)
        if abs(x + w / 2 - 900) > 330:
            c.rect(x, 940 - h, w, h, far)
            c.poly([(x - 6, 940 - h), (x + w / 2, 940 - h - w * 0.45), (x + w + 6, 940 - h)], mix(far, INK, 0.1))
            if evening:
                windows(c, x + 12, 960 - h, w - 24, h - 60, 3, 3, (mix(far, AMBER, 0.55), far, far), c.chance)
        x += w + 4
    if not evening:
        cloud(c, 360, 250, 150)
        cloud(c, 1560, 190, 100, mix(WHITE, MIST, 0.3))
    panes = (AMBER, SAND, mix(AMBER, SAND, 0.5)) if evening else (mix(NAVY, SKY, 0.4), mix(NAVY, SKY, 0.55))
    wall, shade = (mix(SKY, NAVY, 0.55), INK) if evening else (SAND, mix(NAVY, SLATE, 0.4))
    town_hall(c, 900, 960, 520, wall, shade, mix(INK, NAVY, 0.4) if evening else CORAL, panes, c.chance)
    c.rect(0, 940, 1800, 260, mix(INK, NAVY, 0.35) if evening else mix(STONE, MIST, 0.5))
    for row in range(3):
        c.rect(0, 985 + row * 62, 1800, 5, mix(INK, NAVY, 0.6) if evening else mix(STONE, MIST, 0.25))
    people = looks(c.chance)
    for x in (250, 340, 640, 1180, 1270, 1560):
        standing(c, x, 1075 + c.chance.uniform(-20, 40), 205, next(people), dress=c.chance.random() < 0.3)
    for x in (120, 1690):
        tree(c, x, 990, 300, mix(TEAL, INK, 0.45) if evening else TEAL)
    for x in (480, 1400):
        lamp(c, x, 1010, 260, AMBER if evening else SAND)


def stadtteil(c: Canvas) -> None:
    """Houses of different times in one street, neighbours before them."""
    evening = c.variant == "abend"
    ground = mix(PLUM, ROSE, 0.55) if evening else FROST
    c.rect(0, 0, 1800, 1200, ground)
    sky(c, ground, (420, 420, 130) if evening else (1480, 270, 95), SAND if evening else WHITE)
    panes = (AMBER, SAND, mix(AMBER, SAND, 0.5)) if evening else (WHITE, mix(SKY, WHITE, 0.4))
    toned = [mix(each, PLUM, 0.28) if evening else each for each in (*WALLS, ROSE, LILAC)]
    for x, w, h in ((-30, 280, 520), (620, 310, 620), (1330, 300, 560)):
        block(c, x, 940, w, h, mix(mix(BLUE, SKY, 0.5), PLUM, 0.4 if evening else 0.05), c.chance, panes)
    for index, (x, w, h) in enumerate(
        ((215, 210, 300), (440, 220, 380), (900, 220, 340), (1130, 230, 400), (1600, 220, 330))
    ):
        house(c, x, 940, w, h, toned[index % len(toned)], ROOFS[index % len(ROOFS)], c.chance, panes)
    c.rect(0, 940, 1800, 260, mix(SLATE, PLUM, 0.35) if evening else mix(STONE, WHITE, 0.25))
    c.rect(0, 940, 1800, 46, mix(STONE, PLUM, 0.3) if evening else mix(STONE, WHITE, 0.55))
    people = looks(c.chance)
    for x, arm in ((330, 0), (430, 60), (760, 0), (845, -50), (930, 0), (1250, 0), (1500, 70)):
        standing(c, x, 1090 + c.chance.uniform(-14, 30), 250, next(people), arm, dress=c.chance.random() < 0.35)
    for x in (600, 1110, 1750):
        tree(c, x, 985, 320, mix(TEAL, PLUM, 0.3) if evening else TEAL)
    lamp(c, 130, 1040, 330, AMBER if evening else SAND)


def _timbered(c: Canvas, x: float, w: float, h: float, index: int) -> None:
    """One half-timbered house."""
    beam = mix(INK, "#6b4226", 0.55)
    wall = (WHITE, SAND, WHITE, ROSE, WHITE, SAND)[index]
    top = 960 - h
    c.rect(x, top, w, h, wall)
    c.poly([(x - 24, top), (x + w / 2, top - 0.62 * w), (x + w + 24, top)], ROOFS[index % 3])
    c.poly([(x + 34, top), (x + w / 2, top - 0.44 * w), (x + w - 34, top)], wall)
    c.line([(x + w / 2, top - 0.42 * w), (x + w / 2, top)], 9, beam)
    c.line([(x + 0.28 * w, top), (x + w / 2, top - 0.22 * w), (x + 0.72 * w, top)], 9, beam)
    for share in (0, 1 / 3, 2 / 3):
        c.rect(x - 6, top + share * h - 6, w + 12, 13, beam)
    for share in (0, 0.25, 0.5, 0.75, 1):
        c.rect(x + share * w - 6, top, 12, h, beam)
    for row in range(2):
        for side in (0, 3):
            left, up = x + side * 0.25 * w, top + row * h / 3
            ends = ((left, up + h / 3), (left + 0.25 * w, up)) if side else ((left, up), (left + 0.25 * w, up + h / 3))
            c.line(ends, 9, beam)
        for column in (1, 2):
            c.rect(
                x + (column * 0.25 + 0.05) * w,
                top + row * h / 3 + 0.07 * h,
                0.15 * w,
                0.2 * h,
                mix(NAVY, SKY, 0.5),
                4,
            )
    c.rect(x + 0.3 * w, 960 - 0.27 * h, 0.17 * w, 0.27 * h, ROOFS[(index + 1) % 4], 5, top_only=True)
    c.rect(x + 0.56 * w, 960 - 0.25 * h, 0.3 * w, 0.15 * h, mix(NAVY, SKY, 0.5), 4)
    for flower in range(5):
        c.circle(x + (0.58 + flower * 0.065) * w, 960 - 0.1 * h, 9, CORAL if flower % 2 else AMBER)


def fachwerk(c: Canvas) -> None:
    """Half-timbered houses of a smaller town."""
    c.rect(0, 0, 1800, 1200, mix(SAND, WHITE, 0.3))
    sky(c, mix(SAND, WHITE, 0.3), (300, 320, 110))
    hill(c, [620, 540, 580, 500, 560, 610], mix(MINT, SAND, 0.45))
    hill(c, [720, 690, 640, 700, 650, 680], mix(MINT, TEAL, 0.15))
    c.poly([(845, 760), (900, 250), (955, 760)], NAVY)
    c.rect(845, 520, 110, 400, mix(STONE, WHITE, 0.3))
    c.circle(900, 600, 30, WHITE)
    for index, (x, w, h) in enumerate(
        ((40, 300, 420), (350, 270, 340), (640, 290, 440), (960, 280, 380), (1260, 260, 330), (1530, 290, 430))
    ):
        _timbered(c, x, w, h, index)
    c.rect(0, 955, 1800, 245, mix(STONE, SAND, 0.5))
    for row in range(5):
        for column in range(26):
            c.rect(column * 72 - (row % 2) * 36, 985 + row * 44, 60, 32, mix(STONE, SAND, 0.62), 10)
    people = looks(c.chance)
    for x in (330, 420, 1080, 1450):
        standing(c, x, 1110, 225, next(people), dress=c.chance.random() < 0.4)


def marktplatz(c: Canvas) -> None:
    """Market stalls with striped awnings, people between them."""
    c.rect(0, 0, 1800, 1200, mix(SKY, MIST, 0.7))
    sky(c, mix(SKY, MIST, 0.7), (1500, 240, 90))
    for index, x in enumerate(range(-40, 1800, 235)):
        wall, roof = (*WALLS, ROSE, LILAC)[index % 6], ROOFS[(index * 3 + 1) % 4]
        house(c, x, 820, 225, 380 + 60 * (index % 3), wall, roof, c.chance, (mix(NAVY, SKY, 0.5), SKY), 3, 4)
    c.rect(0, 815, 1800, 385, mix(SAND, STONE, 0.3))
    for row in range(6):
        c.rect(0, 850 + row * 62, 1800, 4, mix(SAND, STONE, 0.45))
    people = looks(c.chance)
    fruit = (CORAL, AMBER, TEAL, PLUM, MINT)
    for number, x in enumerate((90, 700, 1310)):
        colour = (CORAL, TEAL, NAVY)[number]
        for leg in (20, 380):
            c.rect(x + leg, 650, 12, 330, SLATE)
        standing(c, x + 205, 975, 250, next(people))
        c.rect(x, 850, 412, 130, mix(colour, INK, 0.12), 6)
        c.rect(x - 10, 838, 432, 24, SAND, 6)
        for crate in range(3):
            for row in range(2):
                for piece in range(5):
                    c.circle(x + 40 + crate * 138 + piece * 24, 832 - row * 20, 15, fruit[(crate + number * 2) % 5])
        for strip in range(8):
            c.rect(x - 22 + strip * 57, 610, 57, 80, colour if strip % 2 == 0 else WHITE)
            c.pie(x - 22 + strip * 57 + 28.5, 690, 28.5, 0, 180, colour if strip % 2 == 0 else WHITE)
        c.rect(x - 22, 598, 456, 18, mix(colour, INK, 0.2), 6)
    for x in (560, 640, 1200, 1110, 1740, 330, 930):
        standing(
            c,
            x,
            1110 + c.chance.uniform(-10, 55),
            275,
            next(people),
            c.chance.choice((0, 0, 40)),
            dress=c.chance.random() < 0.4,
        )


SCENES = {"rathaus": rathaus, "stadtteil": stadtteil, "fachwerk": fachwerk, "marktplatz": marktplatz}
