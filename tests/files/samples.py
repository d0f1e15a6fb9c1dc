"""Uploads of every kind, good and bad, made on the spot."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def pdf(password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    if password:
        writer.encrypt(password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def archive(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return buffer.getvalue()


def open_xml(content_type: str = WORD, **more: bytes) -> bytes:
    types = f'<Types><Override PartName="/x" ContentType="{content_type}"/></Types>'.encode()
    return archive(
        {"[Content_Types].xml": types, "word/document.xml": b"<w/>"}
        | {k.replace("__", "/"): v for k, v in more.items()}
    )


def open_document(kind: str = "text", manifest: bytes = b"<m/>", **more: bytes) -> bytes:
    entries = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
        "content.xml": b"<c/>",
        "META-INF/manifest.xml": manifest,
    }
    return archive(entries | {k.replace("__", "/"): v for k, v in more.items()})


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + b"\xff\0\0" * min(width, 4) for _ in range(min(height, 4)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\x01\x11\x00\x02\x11\x01\x03\x11\x01"
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0" + frame + b"\xff\xd9"


def tiff() -> bytes:
    return b"II*\x00\x08\x00\x00\x00" + b"\x00" * 20


def upload(content: bytes, name: str = "datei.pdf", content_type: str = "application/pdf") -> SimpleUploadedFile:
    made = SimpleUploadedFile("x", content, content_type=content_type)
    made._name = name  # as a hostile client sends it, before Django cuts folders off
    return made


def bomb(size: int = 300_000_000) -> bytes:
    """A few hundred kilobytes that unpack to `size`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made, made.open("[Content_Types].xml", "w") as entry:
        for _ in range(size // 1_000_000):
            entry.write(bytes(1_000_000))
    return buffer.getvalue()


def lying_bomb() -> bytes:
    """States that its entry has 100 bytes, with the checksum of those; it holds five million."""
    real = bytes(5_000_000)
    content = bytearray(archive({"[Content_Types].xml": real}))
    stated = struct.pack("<I", zlib.crc32(real[:100])), struct.pack("<I", 100)
    directory = content.index(b"PK\x01\x02")
    for place in (14, directory + 16):
        content[place : place + 4] = stated[0]
        content[place + 8 : place + 12] = stated[1]
    return bytes(content)
