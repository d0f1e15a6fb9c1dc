"""What a text may hold when it is shown, whatever stands in the database.

The editor's text field and the import of old releases let nothing else through; a fault there, or in a package, must
not reach readers. Texts that hold only what they may have are recognised at a glance; all others are cleaned.
"""

import re
from typing import Any, Final

from django.utils.safestring import SafeString
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

_MARKS: Final = ("p", "b", "i", "em", "strong", "br", "ul", "ol", "li", "h2", "h3", "h4", "hr", "sub", "sup")
_KNOWN: Final = re.compile(
    rf"""(?: [^<]++ | </?(?:{"|".join(_MARKS)})\s?/?> | </a>
         | <p\ data-block-key="[\w-]*"> | <a> | <a\ href="(?:https?://|ftps?://|mailto:|tel:|[/\#])[^"<>\s]*"> )*+""",
    re.VERBOSE,
)


class _Cleaner(Whitelister):
    """The marks of a text and links that lead somewhere; what stood in scripts goes with them."""

    element_rules: Final = {
        "[document]": allow_without_attributes,
        **dict.fromkeys(_MARKS, allow_without_attributes),
        "a": attribute_rule({"href": check_url}),
    }

    def clean_tag_node(self, doc: Any, tag: Any) -> None:
        if tag.name in {"script", "style", "template", "iframe", "object", "svg", "math"}:
            tag.decompose()
        else:
            super().clean_tag_node(doc, tag)


def shown(html: str) -> SafeString:
    """A text as pages may show it."""
    return SafeString(html if _KNOWN.fullmatch(html) else _Cleaner().clean(html))
