"""The form with which readers write to the house: no cookie, no script, no third party.

What keeps machines out: a field that people do not see, a signed moment at which the form was drawn, and limits in the
action. Whoever is held back is told why and keeps what was typed.
"""

from collections.abc import Sequence
from secrets import token_hex
from time import time
from typing import Any, Final

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kommin.portal.actions.messages import Message
from kommin.portal.models import Contact

SALT: Final = "kommin.portal.message"
LEAST_SECONDS: Final = 3
OLDEST_SECONDS: Final = 86_400
MOST_CHARACTERS: Final = 5000


def stamp() -> str:
    """When a form was drawn, signed, with a name of its own."""
    return signing.dumps({"at": int(time()), "nonce": token_hex(8)}, salt=SALT, compress=False)


class MessageForm(forms.Form):
    """A message to one of the contacts of a page."""

    to = forms.ChoiceField(label=_("To whom"), required=False)
    text = forms.CharField(
        label=_("Your message"), max_length=MOST_CHARACTERS, widget=forms.Textarea({"rows": 7}), strip=True
    )
    about = forms.CharField(
        label=_("Which page is it about?"), required=False, max_length=500,
        help_text=_("Address or title, if it is about a certain page."),
    )  # fmt: skip
    name = forms.CharField(label=_("Your name"), required=False, max_length=200)
    email = forms.EmailField(
        label=_("Your e-mail address"), required=False, max_length=254,
        help_text=_("Only if you want an answer. It is used for nothing else."),
    )  # fmt: skip
    website = forms.CharField(required=False, max_length=500)
    stamp = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, contacts: Sequence[Contact]) -> None:
        super().__init__(data, auto_id="message-%s")
        self.contacts = {str(contact.pk): contact for contact in contacts}
        if len(self.contacts) > 1:
            labels = [(key, contact.task or str(contact)) for key, contact in self.contacts.items()]
            self.fields["to"].choices = [("", _("I do not know")), *labels]  # type: ignore[attr-defined]
        else:
            del self.fields["to"]
        self.fields["stamp"].initial = stamp

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_about(self) -> str:
        return " ".join(self.cleaned_data["about"].split())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        known = self._read(cleaned.get("stamp", ""))
        if cleaned.get("website"):
            self._draw_anew(website="")
            raise ValidationError(_("Your message looks as if a machine had filled it in. Please send it once more."))
        if known is None:
            self._draw_anew(stamp=stamp())
            raise ValidationError(_("The form was open for too long. Please send it once more; nothing is lost."))
        if time() - known["at"] < LEAST_SECONDS:
            raise ValidationError(_("That was faster than people type. Please send it once more in a moment."))
        return cleaned | {"nonce": known["nonce"]}

    @property
    def message(self) -> Message:
        """What was written; the form has to be valid."""
        data = self.cleaned_data
        return Message(data["text"], data["nonce"], data["name"], data["email"], data["about"])

    @property
    def contact(self) -> Contact:
        """To whom it goes: the one chosen, else the first."""
        return self.contacts.get(self.cleaned_data.get("to", "")) or next(iter(self.contacts.values()))

    def _draw_anew(self, **values: str) -> None:
        """The form is shown again with all that was typed, but with these values of its own."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in values.items():
            data[name] = value
        self.data = data

    def _read(self, value: str) -> dict[str, Any] | None:
        try:
            known: dict[str, Any] = signing.loads(value, salt=SALT)
        except signing.BadSignature:
            return None
        return known if time() - known["at"] <= OLDEST_SECONDS else None
