"""argparse's complaints in the reader's language: argparse itself speaks English only."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_COMPLAINTS = (
    (r"the following arguments are required: (?P<what>.+)", gettext_noop("%(what)s is missing.")),
    (r"unrecognized arguments: (?P<what>.+)", gettext_noop("%(what)s is not understood here.")),
    (
        r"argument (?P<what>[^:]+): invalid choice: '?(?P<given>.*?)'? \(choose from (?P<choices>.+)\)",
        gettext_noop("“%(given)s” is not possible for %(what)s; possible are: %(choices)s."),
    ),
    (r"argument (?P<what>[^:]+): expected .*", gettext_noop("%(what)s needs a value.")),
    (
        r"argument (?P<what>[^:]+): invalid (?P<kind>\w+) value: '?(?P<given>.*?)'?",
        gettext_noop("“%(given)s” cannot be used for %(what)s."),
    ),
    (r"argument (?P<what>[^:]+): not allowed with argument (?P<other>.+)",
     gettext_noop("%(what)s and %(other)s exclude each other.")),
    (r"argument (?P<what>[^:]+): (?P<reason>.+)", gettext_noop("%(what)s: %(reason)s")),
)  # fmt: skip


def mistake_in_options(complaint: str, command: str) -> str:
    """One sentence on what is wrong with the options, and where to read more."""
    text = complaint.removeprefix("Error: ").strip()
    for pattern, sentence in _COMPLAINTS:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            values = {name: value.replace("'", "") for name, value in found.groupdict().items()}
            text = _(sentence) % values
            break
    return _("%(mistake)s Help: %(command)s --help") % {"mistake": text, "command": command}
