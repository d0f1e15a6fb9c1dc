"""Asks ClamAV, if one is configured, over its own socket (the INSTREAM command of clamd)."""

import socket
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
SECONDS = 30
LONGEST_ANSWER = 4096


class Finding(StrEnum):
    """What a scan says."""

    NOT_CONFIGURED = "not_configured"
    CLEAN = "clean"
    INFECTED = "infected"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Verdict:
    """A finding, with the name of the malware or the reason why nothing was found out."""

    finding: Finding
    detail: str = ""


def scan(content: BinaryIO) -> Verdict:
    """What ClamAV says of a file; never raises because of ClamAV."""
    address = settings.KOMMIN.clamav_address
    if not address:
        return Verdict(Finding.NOT_CONFIGURED)
    content.seek(0)
    try:
        with _connected(address) as connection:
            answer = _asked(connection, content)
    except OSError as error:
        return Verdict(Finding.UNREACHABLE, str(error))
    finally:
        content.seek(0)
    return _understood(answer)


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=SECONDS)


def _asked(connection: socket.socket, content: BinaryIO) -> str:
    connection.sendall(b"zINSTREAM\0")
    try:
        while chunk := content.read(CHUNK):
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # clamd stops reading when a file is over its own limit, and says so in its answer
    answer = b""
    while len(answer) < LONGEST_ANSWER and (part := connection.recv(LONGEST_ANSWER)):
        answer += part
        if b"\0" in part:
            break
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _understood(answer: str) -> Verdict:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Verdict(Finding.CLEAN)
    if said.endswith(" FOUND"):
        return Verdict(Finding.INFECTED, said.removesuffix(" FOUND")[:200])
    return Verdict(Finding.UNREACHABLE, said[:200] or "no answer")
