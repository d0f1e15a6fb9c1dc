"""What anybody may learn about a letter: whether there is one with this code, and whether a file is exactly it."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from kommin.decisions.models import DecisionDocument, DecisionState

LARGEST = 50_000_000


class HashingUploadHandler(FileUploadHandler):
    """Takes an upload in without keeping it: each piece goes into the checksum and is forgotten.

    The file it hands on is empty and carries `sha256` and `received`; nothing touches the disk. What comes after
    `LARGEST` bytes is not even hashed: no letter is that long.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._digest, self._received = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= LARGEST:
            self._digest.update(raw_data)
        self._received += len(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:  # noqa: ARG002 - Django's signature
        # one byte, because a form takes an empty file for a missing one
        taken = SimpleUploadedFile("letter.pdf", b"." if self._received else b"")
        taken.sha256 = self._digest.hexdigest()  # type: ignore[attr-defined]
        return taken


def is_issued(code: str) -> bool:
    """Whether a letter with this code was released here."""
    return DecisionDocument.objects.filter(decision__code=code, decision__state=DecisionState.RELEASED).exists()


def is_letter(code: str, sha256: str) -> bool:
    """Whether a file with this checksum is the letter with this code, to the last byte."""
    return DecisionDocument.objects.filter(
        decision__code=code, decision__state=DecisionState.RELEASED, sha256=sha256
    ).exists()
