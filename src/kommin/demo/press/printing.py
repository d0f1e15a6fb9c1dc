"""The downloads of the press desk as accessible PDF (PDF/UA-1 and PDF/A-2a)."""

from kommin.demo.press.reading import Desk, Download
from kommin.demo.press.texts import Block, Heading, KeyFigure, Listing, Paragraph, Quotation, plain
from kommin.foundation.documents import Document, make_pdf

_TEMPLATE = """
#import "house.typ": *
#let data = json("data.json")
#show: house.with(data, footer: [#data.footer])

= #data.document.title

#for block in data.blocks {
  if block.kind == "heading" { heading(level: 2, block.text) }
  else if block.kind == "list" { list(..block.entries) }
  else if block.kind == "figure" { par[#strong(block.printed) #block.label] }
  else if block.kind == "quotation" { par[„#block.text“ #small(block.by)] }
  else { par(block.text) }
}
"""
_FOOTERS = {"de": "KOMM-IN – Vorführung, Inhalte erfunden", "en": "KOMM-IN – demonstration, contents invented"}


def make(download: Download, desk: Desk) -> Document:
    """The PDF of a download: the same bytes whenever it is made."""
    return make_pdf(
        _TEMPLATE,
        data={
            "blocks": [_printed(block, desk, download.language) for block in download.body],
            "footer": _FOOTERS[download.language],
        },
        title=download.title,
        language=download.language,
        day=download.day,
    )


def _printed(block: Block, desk: Desk, language: str) -> dict[str, object]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text}
        case Listing():
            return {"kind": "list", "entries": plain(block).split("\n")}
        case KeyFigure():
            return {"kind": "figure", "printed": block.printed, "label": block.label}
        case Quotation():
            person = desk.people[block.person]
            return {"kind": "quotation", "text": block.text, "by": f"{person.name}, {person.office[language]}"}
        case Paragraph():
            return {"kind": "paragraph", "text": plain(block)}
    return {"kind": "paragraph", "text": ""}
