"""One question engine: a definition makes the page, the validation, the printed form and the export.

docs/questionnaires.md shows how a room uses it.
"""
