"""Scripts in every field a page can have, past all forms, and what of them a browser would run."""

import json
from html.parser import HTMLParser
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

WORDS = """"'></script></textarea></title><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"""
TEXT = (
    f"<p onclick='alert(1)'>Satz {WORDS}</p><script>alert(2)</script><svg onload=alert(3)>"
    "<a href='javascript:alert(4)'><b>eins</b></a></svg>"
    "<p><a href='javascript:alert(5)'>zwei</a> <a href='data:text/html,x'>drei</a> "
    "<a href='&#106;avascript:alert(6)'>vier</a> <a href=' java\tscript:alert(7)'>fünf</a></p>"
    "<iframe srcdoc='<script>alert(8)</script>'></iframe><p style='position:fixed'>sechs</p>"
)
ADDRESS = "javascript:alert(9)"
_NOT_WRITTEN = {"slug", "path", "url_path", "text_language", "draft_title", "purpose", "municipality"}


def poison(page: Page, image: Any, document: Any) -> None:
    """Fill every field of text of a page."""
    for field in page._meta.get_fields():
        if field.name in _NOT_WRITTEN or not getattr(field, "editable", False):
            continue
        if isinstance(field, StreamField):
            parts = [{"type": name, "value": _block(child, image, document)}
                     for name, child in field.stream_block.child_blocks.items()]  # fmt: skip
            setattr(page, field.name, json.dumps(parts))
        elif isinstance(field, (models.CharField, models.TextField)):
            setattr(page, field.name, WORDS)


def _block(block: blocks.Block, image: Any, document: Any) -> Any:
    if isinstance(block, blocks.RichTextBlock):
        return TEXT
    if isinstance(block, blocks.URLBlock):
        return ADDRESS
    if isinstance(block, ImageChooserBlock):
        return image.pk
    if isinstance(block, DocumentChooserBlock):
        return document.pk
    if isinstance(block, (blocks.CharBlock, blocks.TextBlock)):
        return WORDS
    if isinstance(block, blocks.ChoiceBlock):
        return block.field.choices[-1][0]
    if isinstance(block, blocks.ListBlock):
        return [_block(block.child_block, image, document)]
    if isinstance(block, blocks.StructBlock):
        return {name: _block(child, image, document) for name, child in block.child_blocks.items()}
    if isinstance(block, TypedTableBlock):
        columns = [{"type": "text", "heading": WORDS}, {"type": "number", "heading": WORDS}]
        return {"caption": WORDS, "columns": columns, "rows": [{"values": [WORDS, WORDS]}]}
    return None if isinstance(block, (blocks.PageChooserBlock, blocks.DateBlock)) else False


class _Browser(HTMLParser):
    """Collects what would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._data = tag == "script" and given.get("type") in {"application/ld+json", "application/json"}
        if tag == "script" and not self._data and not given.get("src", "").startswith("/static/"):
            self.found.append(f"<script {given}>")
        if tag in {"iframe", "object", "embed"} or given.get("src") == "x":
            self.found.append(f"<{tag} {given}>")
        for name, value in given.items():
            bare = "".join(value.split()).lower()
            if name.startswith("on") or name in {"style", "srcdoc"} or bare.startswith(("javascript:", "data:text")):
                self.found.append(f"{tag} {name}={value}")


def would_run(html: str) -> list[str]:
    """What a browser would run of a page that is not the house's own; template signs that were read, too."""
    browser = _Browser()
    browser.feed(html)
    return browser.found + (["a template in a field"] if "14" in html and "7|add:7" not in html else [])
