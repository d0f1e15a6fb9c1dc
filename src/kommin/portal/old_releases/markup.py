"""HTML as old systems and Word left it, walked through and made into parts; nothing a reader saw is lost silently."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from justhtml import Comment, Element, JustHTML, Text

from kommin.portal.old_releases.addresses import extension, resolve
from kommin.portal.old_releases.blocks import Heading, Image, List, Quotation, Table
from kommin.portal.old_releases.doubts import Doubt, doubt
from kommin.portal.old_releases.inline import Line, Piece, Style, text_of, tidy
from kommin.portal.old_releases.letters import repair
from kommin.portal.old_releases.phrases import phrases

_BLOCKS = frozenset({
    "address", "article", "aside", "body", "caption", "center", "col", "colgroup", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "footer", "form", "header", "hgroup", "hr", "html", "legend", "li", "main",
    "nav", "optgroup", "option", "p", "pre", "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr",
})  # fmt: skip
_WITHOUT_WORDS = frozenset({
    "area", "base", "basefont", "bgsound", "head", "link", "meta", "param", "source", "style", "template", "title",
    "track",
})  # fmt: skip
_NOT_TAKEN = frozenset({
    "applet", "audio", "button", "canvas", "datalist", "embed", "frame", "frameset", "iframe", "input", "math",
    "meter", "noframes", "object", "progress", "select", "svg", "textarea", "video",
})  # fmt: skip
_WITHIN_LINES = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "br", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "image", "img", "ins", "kbd", "label", "map", "mark", "marquee", "nobr", "noembed", "noscript", "output",
    "picture", "q", "rb", "rp", "rt", "ruby", "s", "samp", "slot", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_WORD_LIST = re.compile(r"mso-list\s*:\s*l\d+", re.IGNORECASE)
_WORD_MARK = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
DEEPEST = 12
"""Lists, tables and quotations within each other."""


@dataclass(frozen=True)
class Lines:
    """A passage of text.

    Attributes:
        lines: what stands between single line breaks.
        marker: the bullet or number that Word set before it.
        in_list: whether Word says that it belongs to a list.
        caption: whether its class says that it belongs to a picture.
        term: whether it is explained by what follows.
    """

    lines: tuple[Line, ...]
    marker: str = ""
    in_list: bool = False
    caption: bool = False
    term: bool = False

    @property
    def text(self) -> str:
        return "\n".join(map(text_of, self.lines))

    @property
    def pieces(self) -> Iterable[Piece]:
        return (piece for line in self.lines for piece in line)


Special = Callable[["Markup", Element, Style], None]
Part = Lines | Heading | Quotation | List | Image | Table


@dataclass(frozen=True, slots=True)
class _Passage:
    """What the element around a passage says about it."""

    in_list: bool = False
    caption: bool = False
    term: bool = False


class Markup:
    """Walks through one text.

    Attributes:
        parts: what was found, in order.
        doubts: what was changed or left out.
        links: address → what its link says, of all links that are kept.
        said: all texts as they were met, to prove that none is lost.
    """

    def __init__(self, base: str, special: Mapping[str, "Special"]) -> None:
        """Begin.

        Args:
            base: against which relative links are resolved, or empty.
            special: what becomes of elements that are more than text.
        """
        self.parts: list[Part] = []
        self.doubts: list[Doubt] = []
        self.links: dict[str, str] = {}
        self.said: list[str] = []
        self._base = base
        self._special = special
        self._pieces: list[Piece | None] = []
        self._after: list[Image] = []
        self._passage = _Passage()
        self._marker = ""
        self._depth = 0
        self._told_scripts: set[str] = set()
        self._told_depth = False
        self._told_tags: set[str] = set()

    def read(self, html: str) -> None:
        """Walk through a text from its beginning to its end."""
        tree = JustHTML(html, fragment=True, sanitize=False, scripting_enabled=False)
        self._walk(tree.root.children or (), Style())
        self._flush()

    # ---- walking

    def _walk(self, nodes: Iterable[Any], style: Style) -> None:
        """Visit nodes in order, without recursion: old pages never close what they open."""
        waiting: list[tuple[Any, Style] | Callable[[], None]] = [(node, style) for node in reversed(list(nodes))]
        while waiting:
            step = waiting.pop()
            if callable(step):
                step()
                continue
            node, style = step
            if isinstance(node, Text):
                self._say(node.data or "", style)
            elif isinstance(node, Element) and (inside := self._enter(node, style)) is not None:
                after, children, style = inside
                if after:
                    waiting.append(after)
                waiting += [(child, style) for child in reversed(list(children))]

    def _enter(self, node: Element, style: Style) -> tuple[Callable[[], None] | None, Sequence[Any], Style] | None:
        """What to do with an element: None when it is done, otherwise what to visit and what to do behind it."""
        name = node.name.lower()
        css = node.attrs.get("style") or ""
        self._tell_scripts(node)
        if self._left_out(node, name, css):
            return None
        special = self._special.get(name)
        if special and self._depth < DEEPEST:
            self._flush()
            special(self, node, style)
            return None
        if special and not self._told_depth:
            self._told_depth = True
            self.doubts.append(doubt("deep", text=words_in(node)))
        if name in _BLOCKS or special:
            return self._enter_block(node, name, css, _styled(style, name, css))
        if name not in _WITHIN_LINES and ":" not in name and "-" not in name and name not in self._told_tags:
            self._told_tags.add(name)
            self.doubts.append(doubt("unknown_tag", text=name))
        if _WORD_MARK.search(css):
            self._marker = self._marker or " ".join(_text(node).split())
            return None
        return self._inline(node, name, _styled(style, name, css))

    def _enter_block(
        self, node: Element, name: str, css: str, style: Style
    ) -> tuple[Callable[[], None], Sequence[Any], Style]:
        self._flush()
        former = self._passage
        classes = (node.attrs.get("class") or "").lower()
        self._passage = _Passage(
            in_list=former.in_list or bool(_WORD_LIST.search(css)) or "msolist" in classes,
            caption=former.caption or name == "figcaption" or bool(set(classes.split()) & phrases().caption_classes),
            term=name == "dt",
        )

        def leave() -> None:
            self._flush()
            self._passage = former

        if name == "dt":
            style = replace(style, strong=True)
        children = node.children or ()
        if name == "pre":
            children = list(map(_with_breaks, children))
        return leave, children, style

    def _inline(self, node: Element, name: str, style: Style) -> tuple[None, Sequence[Any], Style] | None:
        children = node.children or ()
        match name:
            case "br":
                self._pieces.append(None)
                return None
            case "img" | "image":
                self._image(node, style)
                return None
            case "a":
                return None, children, replace(style, href=self._link(node) or style.href)
            case "sup" | "sub":
                return self._raised(node, name, style)
            case "s" | "strike" | "del" if words_in(node):
                self.doubts.append(doubt("struck", text=words_in(node)))
            case "q":
                self._say("„", style)
                return lambda: self._say("“", style), children, style  # type: ignore[return-value]
        return None, children, style

    def _say(self, text: str, style: Style) -> None:
        if not text:
            return
        for number, line in enumerate(text.split("\u2028")):
            repaired, doubts = repair(line)
            self.doubts += doubts
            self.said.append(repaired)
            if number:
                self._pieces.append(None)
            self._pieces.append(Piece(repaired, style))

    def _flush(self) -> None:
        """What was said so far becomes passages; two line breaks in a row part them."""
        lines: list[Line] = []
        pieces: list[Piece] = []
        for piece in [*self._pieces, None]:
            if piece is not None:
                pieces.append(piece)
                continue
            line = tidy(pieces)
            pieces = []
            if line:
                lines.append(line)
            elif lines:
                self._add_lines(lines)
                lines = []
        if lines:
            self._add_lines(lines)
        self._pieces = []
        self.parts += self._after
        self._after = []
        self._marker = ""

    def _add_lines(self, lines: list[Line]) -> None:
        self.parts.append(
            Lines(tuple(lines), self._marker, self._passage.in_list, self._passage.caption, self._passage.term)
        )
        self._marker = ""

    def inside(self, nodes: Iterable[Any], style: Style) -> list[Part]:
        """The parts of an element on its own."""
        self._flush()
        former, self.parts = self.parts, []
        passage, self._passage = self._passage, _Passage()
        self._depth += 1
        self._walk(nodes, style)
        self._flush()
        self._depth -= 1
        found, self.parts, self._passage = self.parts, former, passage
        return found

    # ---- what is not taken over

    def _left_out(self, node: Element, name: str, css: str) -> bool:
        if name in _WITHOUT_WORDS:
            return True
        if name == "script":
            self.doubts.append(doubt("script_removed", text=node.attrs.get("src") or words_in(node)[:60] or "script"))
            return True
        if name in _NOT_TAKEN:
            said = (node.attrs.get("src") or node.attrs.get("data") or "", words_in(node))
            self.doubts.append(doubt("removed", text=name, value=" ".join(filter(None, said)) or "–"))
            return True
        if ("hidden" in node.attrs or _HIDDEN.search(css)) and name != "input":
            if words := words_in(node):
                self.doubts.append(doubt("hidden_removed", text=words))
            return True
        if name == "xml" or (":" in name and name.partition(":")[0] in {"w", "m", "v", "o", "x"} and name != "o:p"):
            if words := words_in(node):
                self.doubts.append(doubt("word_remains", text=words))
            return True
        return False

    def _tell_scripts(self, node: Element) -> None:
        for attribute in node.attrs:
            if attribute.lower().startswith("on") and attribute.lower() not in self._told_scripts:
                self._told_scripts.add(attribute.lower())
                self.doubts.append(doubt("script_removed", text=attribute))

    def _raised(self, node: Element, name: str, style: Style) -> tuple[None, Sequence[Any], Style] | None:
        """Raised and lowered digits have signs of their own ("m²"); for other letters it can only be told."""
        words, signs = words_in(node), _RAISED if name == "sup" else _LOWERED
        if words and all(ord(sign) in signs for sign in words) and not _has_elements(node):
            self._say(words.translate(signs), style)
            return None
        if words:
            self.doubts.append(doubt("raised", text=words))
        return None, node.children or (), style

    # ---- links and images

    def _link(self, node: Element) -> str:
        given = node.attrs.get("href")
        if not given:
            return ""
        address, wrong = resolve(given, self._base)
        words = words_in(node)
        if not address:
            self.doubts.append(doubt("link_removed", text=words, value=given))
        elif wrong == "relative":
            self.doubts.append(doubt("link_relative", text=words, value=given))
        if address:
            self.links.setdefault(address, words)
        return address

    def _image(self, node: Element, style: Style) -> None:
        attrs = node.attrs
        given = (attrs.get("src") or attrs.get("data-src") or "").strip()
        alt, _told = repair(" ".join((attrs.get("alt") or "").split()))
        sizes = [re.sub(r"\D.*", "", attrs.get(side) or "") for side in ("width", "height")]
        if phrases().spacers.search(given) or any(size and int(size) <= 2 for size in sizes):
            self.doubts.append(doubt("image_pixel", text=given[:200]))
            return
        address, wrong = resolve(given, self._base)
        if not address:
            self.doubts.append(doubt("image_removed", text=alt, value=given[:100] or "–"))
            return
        if wrong == "relative":
            self.doubts.append(doubt("link_relative", text=alt, value=given))
        if style.href and style.href != address:
            if extension(style.href) in phrases().images:
                self.doubts.append(doubt("larger_image", text=address, value=style.href))
                address = style.href
            else:
                self.doubts.append(doubt("link_removed", text=alt, value=style.href))
        image = Image(address, alt)
        # A picture within a sentence goes behind its paragraph, so that the sentence stays whole.
        if any(piece is not None and piece.text.strip() for piece in self._pieces):
            self._after.append(image)
        else:
            self.parts.append(image)


def _styled(style: Style, name: str, css: str) -> Style:
    strong = (style.strong or name in {"b", "strong"} or bool(_BOLD.search(css))) and not _NOT_BOLD.search(css)
    em = style.em or name in {"i", "em", "dfn", "var"} or bool(_ITALIC.search(css))
    return Style(strong, em, style.href)


def _text(node: Any) -> str:
    """All text below a node, without recursion."""
    parts: list[str] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Text):
            parts.append(one.data or "")
        elif not isinstance(one, Comment):
            waiting += reversed(list(one.children or ()))
    return "".join(parts)


def words_in(node: Any) -> str:
    """The same in one line."""
    return " ".join(_text(node).split())


def _has_elements(node: Element) -> bool:
    return any(isinstance(child, Element) for child in node.children or ())


def _with_breaks(node: Any) -> Any:
    """Preformatted text, with signs where its lines end."""
    return Text((node.data or "").replace("\n", "\u2028")) if isinstance(node, Text) else node
