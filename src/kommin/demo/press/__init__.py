"""The press desk of the demonstration: releases, pages and illustrations, as plain data.

`reading.read()` brings everything that is written in `data/`, `drawing.draw()` a picture, `printing.make()` a PDF.
"""
