"""The downloads of the press desk as accessible PDF (PDF/UA-1 and PDF/A-2a)."""

from kommin.demo.press.reading import Desk, Download
from kommin.demo.press.texts import Block, Heading, KeyFigure, Listing, Paragraph, Quotation, plain
from kommin.foundation.documents import Document, make_pdf

_TEMPLATE = """
#import "house.typ": *
#let data = json("data.json")
#show: house.with(data, footer: [#data.footer])

#set par(leading: 0.72em, spacing: 1.1em)
#show heading.where(level: 2): set text(fill: rgb("#1f3a78"))

#block(above: 0.4cm, below: 0.5cm)[= #data.document.title]
#text(size: 12.5pt, fill: quiet, data.summary)
#v(0.3cm)
#line(length: 100%, stroke: 1.2pt + rgb("#1f3a78"))
#v(0.2cm)

#for block-of in data.blocks {
  if block-of.kind == "heading" { heading(level: 2, block-of.text) }
  else if block-of.kind == "list" { list(spacing: 0.9em, ..block-of.entries) }
  else if block-of.kind == "figure" {
    block(width: 100%, fill: wash, inset: (x: 12pt, y: 9pt), radius: 3pt, above: 0.5em, below: 0.5em)[
      #text(size: 17pt, weight: "semibold", fill: rgb("#1f3a78"), block-of.printed) #h(0.4em) #block-of.label
    ]
  }
  else if block-of.kind == "quotation" { par[„#block-of.text“ #small(block-of.by)] }
  else { par(block-of.text) }
}
"""
_FOOTERS = {"de": "KOMM-IN – Vorführung, Inhalte erfunden", "en": "KOMM-IN – demonstration, contents invented"}


def make(download: Download, desk: Desk) -> Document:
    """The PDF of a download: the same bytes whenever it is made."""
    return make_pdf(
        _TEMPLATE,
        data={
            "blocks": [_printed(block, desk, download.language) for block in download.body],
            "summary": download.summary,
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
