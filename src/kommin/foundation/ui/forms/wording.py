"""Sentences of Django that readers meet often, said in the house's words by its own catalogue (see `locale/`)."""

from typing import Final

from django.utils.translation import gettext_noop

SAID_BY_THE_HOUSE: Final = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("The submitted file is empty."),
    gettext_noop("No file was submitted. Check the encoding type on the form."),
)
