import pytest

from kommin.foundation.access import Actor, rule
from kommin.foundation.files import owners


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.KOMMIN = settings.KOMMIN.model_copy(update={"clamav_address": "", "largest_upload_mb": 25})


@pytest.fixture
def person() -> Actor:
    return Actor.person(user_id=7, name="Kim", role="editor", organisation_id=3)


@pytest.fixture
def open_owner(monkeypatch):
    """Files of "tests.thing" may be read by people of organisation 3."""
    monkeypatch.setattr(owners, "_rules", {})

    @rule("no")
    def of_three(actor, _owner):
        return actor.organisation_id == 3

    owners.register_owner_rule("tests.thing", of_three)
