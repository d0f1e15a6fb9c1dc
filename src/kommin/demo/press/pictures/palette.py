"""The few colours of the illustrations, near those of the house."""

INK = "#16233f"
NAVY = "#1f3a78"
BLUE = "#3f66b5"
SKY = "#8fb0e6"
MIST = "#dfe8f8"
PAPER = "#f7f9fd"
WHITE = "#ffffff"
TEAL = "#1d7f6e"
MINT = "#7fcdb9"
FROST = "#d9f1ea"
AMBER = "#e9a53f"
SAND = "#fbe9c8"
CORAL = "#d9694f"
ROSE = "#f6d5c8"
PLUM = "#6a4a9c"
LILAC = "#dcd0f0"
STONE = "#a9b4c8"
SLATE = "#5d6b85"

SKINS = ("#f3cdae", "#e3ac82", "#c68a5c", "#9a643f", "#6e4329")
HAIRS = ("#20202b", "#3b2a20", "#6b4226", "#b98b4c", "#9aa0ab")
CLOTHES = (NAVY, TEAL, AMBER, CORAL, PLUM, BLUE, MINT, SKY)
