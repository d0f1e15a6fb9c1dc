"""How the illustrations are drawn: a canvas, what scenes are made of, and the scenes."""
