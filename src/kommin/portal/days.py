"""Days as editors write them."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The browser's own field for a day: it shows the reader's way of writing one and needs no script."""

    input_type = "date"

    def __init__(self, attrs: Any = None, format: str | None = None) -> None:  # noqa: A002 - Django's own name
        super().__init__(attrs, format or "%Y-%m-%d")
