"""Files of an old press system, with pictures and documents beside."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from portal import making

SITE = "https://alt.example.org"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n"
    b"0000000053 00000 n \n0000000102 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n160\n%%EOF"
)


def entry(number: int = 1, **fields: Any) -> dict[str, Any]:
    """One release as an old system gave it out."""
    return {
        "id": f"pm-{number}",
        "titel": f"Mitteilung {number}",
        "datum": "27.10.2010 14:30",
        "link": f"{SITE}/index.php?id={number}",
        "text": f"<p>Düsseldorf, 27.10.2010 – Das ist Text&shy;stück {number}.</p><p>Und <b>noch</b> einer.</p>",
        **fields,
    }


def full(number: int = 1, **fields: Any) -> dict[str, Any]:
    """One with pictures, a document, a table, a quotation, a contact, and what must not come along."""
    text = (
        "<p>Das Ministerium für Probe teilt mit:</p><p onclick='x()'>Erster Absatz.<script>alert(1)</script></p>"
        '<p><img src="/uploads/saal.png" alt="Ein voller Saal"></p>'
        "<blockquote><p>„Das ist gelungen.“</p><cite>Mina Muster, Ministerin</cite></blockquote>"
        "<table><tr><th>Jahr</th><th>Zahl</th></tr><tr><td>2009</td><td>87</td></tr></table>"
        f'<p>Mehr im <a href="{SITE}/uploads/bilanz.pdf">Bericht</a>.</p>'
        "<p>Pressekontakt: Paula Probe, Telefon 0211 123-45</p>"
    )
    given = {"dachzeile": "Integration", "absender": "Ministerium für Probe", "themen": "Bildung; Sport", "text": text,
             "bilder": f"{SITE}/uploads/buehne.png"}  # fmt: skip
    return entry(number, **{**given, **fields})


def as_json(*entries: dict[str, Any]) -> bytes:
    return json.dumps(list(entries)).encode()


def beside(folder: Path, **more: bytes) -> Path:
    """The files beside, as an archive."""
    content = {"uploads/saal.png": making.picture(), "uploads/buehne.png": making.picture(90, 60),
               "uploads/bilanz.pdf": PDF}  # fmt: skip
    path = folder / "files.zip"
    path.write_bytes(zipped({**content, **more}))
    return path


def zipped(content: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in content.items():
            archive.writestr(name, one)
    return buffer.getvalue()
