"""Whether texts can be used: found when they are saved, never first when a letter is due."""

import difflib
import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from kommin.decisions.letters.kinds import Block, blocks_of
from kommin.decisions.letters.markup import placeholders_in, read, without_placeholders
from kommin.decisions.letters.placeholders import BY_NAME, known_to

_TYPST = re.compile(
    r"#(?:let|set|show|import|include|if|for|while|context|return)\b[^\n]{0,20}"
    r"|#[A-Za-z][\w.-]*[(\[][^\n]{0,20}|#[(\[{][^\n]{0,20}"
)
_TAG = re.compile(r"</?[A-Za-z][^>\n]{0,40}>|\{%[^\n]{0,20}")
_HEADING = re.compile(r"(?m)^\s*#{1,6}\s+\S[^\n]{0,20}")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def problems(kind: str, blocks: Mapping[str, str]) -> dict[str, list[str]]:
    """By block, each thing that is wrong as a sentence that says what to do; empty when the texts can be used."""
    found = {block.key: list(_wrong(kind, block, blocks.get(block.key, ""))) for block in blocks_of(kind)}
    unknown = sorted(set(blocks) - set(found))
    if unknown:
        found[""] = [_("A letter of this kind has no block named %(name)s.") % {"name": name} for name in unknown]
    return {key: sentences for key, sentences in found.items() if sentences}


def _wrong(kind: str, block: Block, text: str) -> Iterator[str]:
    if not text.strip():
        if block.required:
            yield _("This part is needed: a letter without it would not stand.")
        return
    if len(text) > block.longest:
        yield _("This text is too long: at most %(most)s characters.") % {"most": block.longest}
    if _INVISIBLE.search(text):
        yield _("The text holds invisible control characters. Type it again or paste it without formatting.")
    if block.line and len(text.strip().splitlines()) > 1:
        yield _("This must be a single line.")
    yield from _wrong_placeholders(kind, block, text)
    yield from _wrong_signs(block, text)


def _wrong_placeholders(kind: str, block: Block, text: str) -> Iterator[str]:
    names = list(dict.fromkeys(placeholders_in(text)))
    known = {one.name: one for one in known_to(kind)}
    for name in names:
        if name in known:
            continue
        if name in BY_NAME:
            yield _("{{ %(name)s }} has no value in a letter of this kind.") % {"name": name}
            continue
        near = difflib.get_close_matches(name.lower(), known, n=1)
        if near:
            yield _("{{ %(name)s }} is not known. Did you mean {{ %(near)s }}?") % {"name": name, "near": near[0]}
        else:
            yield _("{{ %(name)s }} is not known. The list beside the texts shows what can be used.") % {"name": name}
    rest = without_placeholders(text)
    if "{" in rest or "}" in rest:
        yield _("A curly bracket has no partner. Write placeholders with two on each side: {{ betrag }}.")
    for name in block.needs:
        if name not in names:
            yield _("{{ %(name)s }} is missing: this part cannot do without it.") % {"name": name}
    if block.required and not block.line and not _stays(text):
        yield _(
            "Every paragraph of this part can fall away, because each uses a value that some cases do not have. "
            "Leave at least one paragraph without such a value."
        )


def _stays(text: str) -> bool:
    """Whether something remains in a case that has only what every case has."""
    return bool(read(text, lambda name: "x" if name in BY_NAME and BY_NAME[name].always else ""))


def _wrong_signs(block: Block, text: str) -> Iterator[str]:
    for pattern, sentence in (
        (
            _TYPST,
            _("“%(found)s” looks like code of a typesetting system. Texts are plain words; nothing in them is run."),
        ),
        (_TAG, _("“%(found)s” looks like code of a web page. Use **bold** and lists with “- ” instead.")),
        (_HEADING, _("“%(found)s” looks like a heading. The letter has its headings already.")),
    ):
        match = pattern.search(text)
        if match:
            yield sentence % {"found": match[0].strip()}
            return
    if block.line and "**" in text:
        yield _("This line is set in its own type: leave the stars out.")
        return
    for paragraph in re.split(r"\n[ \t]*\n", text):
        if paragraph.count("**") % 2:
            start = paragraph[paragraph.rindex("**") :][:30]
            yield _("Two stars have no partner in the same paragraph, near “%(found)s”. Write **bold**.") % {
                "found": start
            }
