"""What happens while a browser still sends: a file that is too large stops costing memory and disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CappedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers and swallows what comes after the limit, one piece late.

    What is left is a little too large, so the check at storing refuses it with a sentence instead of a broken
    connection.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start > settings.KOMMIN.largest_upload:
            return None
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - Django's signature
        return None
