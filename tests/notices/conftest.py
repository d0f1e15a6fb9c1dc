import pytest

from kommin.foundation.notices import directory as directories
from notices.world import Phonebook


@pytest.fixture
def phonebook(monkeypatch):
    book = Phonebook()
    monkeypatch.setattr(directories, "_directory", book)
    return book


@pytest.fixture
def mailbox(settings, tmp_path):
    """Where handed-over mails lie in these tests."""
    settings.MAIL_DELIVERY_BACKEND = "kommin.foundation.notices.backends.FolderBackend"
    settings.MAILBOX_FOLDER = tmp_path / "mailbox"
    return settings.MAILBOX_FOLDER
