"""The editor's pages, as a programme officer uses them without JavaScript."""

import pytest

from kommin.questionnaires.models import QuestionnaireVersion
from questionnaires.samples import address

PAGES = ("version", "texts", "try", "try_reading", "publish", "import", "export")


@pytest.mark.parametrize("name", PAGES)
def test_page_opens(officer, draft: QuestionnaireVersion, name: str) -> None:
    assert officer.get(address(name, draft.pk)).status_code == 200


def test_every_question_opens(officer, draft: QuestionnaireVersion) -> None:
    for key in draft.definition.by_key:
        answer = officer.get(address("question", draft.pk, key))
        assert answer.status_code == 200, key
