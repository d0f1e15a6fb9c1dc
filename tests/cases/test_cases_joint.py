"""Joint projects: shares that add up, consent to a share, and a conversation apart from the inner comments."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.town import Town, complete, nobody_signs, save
from kommin.cases import actions
from kommin.cases.content import Dossier
from kommin.cases.errors import CaseError
from kommin.cases.missing import financing_of, gaps
from kommin.cases.models import Application, Comment, Partner, PartnerState
from kommin.cases.printing import print_application
from kommin.foundation.access import NotAllowed
from kommin.foundation.notices.models import Notice
from kommin.people.models import Role

KEY = "05111111"
COSTS, GRANT = f"plan/part-{KEY}/costs", f"plan/part-{KEY}/grant"


@pytest.fixture
def other(db: None) -> Town:
    return Town("Nachbarstadt", KEY)


@pytest.fixture
def joint(draft: Application, town: Town, other: Town) -> Application:
    """10,000.00 of costs, 8,000.00 of grant, one partner."""
    nobody_signs(town)
    ready = complete(draft, town)
    actions.ask_partner(application=ready, organisation=other.organisation, by=town.editor)
    return ready


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def sentences(application: Application) -> str:
    return " ".join(gap.text for gap in gaps(Dossier(fresh(application))))


def test_the_lead_has_what_the_partners_leave(joint: Application, town: Town, other: Town) -> None:
    save(joint, town.editor, **{COSTS: "2500.00", GRANT: "2000.00"})
    shares = financing_of(Dossier(fresh(joint))).shares
    assert shares is not None
    assert [(one.name, one.costs, one.grant) for one in shares.parts] == [
        ("Musterstadt", Decimal("7500.00"), Decimal("6000.00")),
        ("Nachbarstadt", Decimal("2500.00"), Decimal("2000.00")),
    ]
    actions.answer_as_partner(application=joint, consents=True, by=other.signatory)
    submission = actions.submit_application(application=fresh(joint), received=timezone.now(), by=town.editor)
    assert submission.content["shares"] == [
        {"key": "05111000", "name": "Musterstadt", "costs": "7500.00", "grant": "6000.00"},
        {"key": KEY, "name": "Nachbarstadt", "costs": "2500.00", "grant": "2000.00"},
    ]
    for client in (town.client(), other.client()):
        page = client.get(reverse("cases:read", args=[joint.number])).content.decode()
        assert "Anteile der Kommunen" in page
        assert "7.500,00" in page
    assert len(print_application(fresh(joint)).content) > 1000


@pytest.mark.parametrize(
    ("costs", "grant", "said"),
    [
        ("", "", "Geben Sie an, was Nachbarstadt von den Kosten trägt"),
        ("12000.00", "0.00", "2.000,00\xa0€ mehr, als das Vorhaben kostet"),
        ("9000.00", "9000.00", "1.000,00\xa0€ mehr, als an Zuwendung beantragt"),
        ("1000.00", "1500.00", "Nachbarstadt erhielte 1.500,00\xa0€ bei Kosten von 1.000,00"),
        ("9000.00", "0.00", "Musterstadt erhielte 8.000,00\xa0€ bei Kosten von 1.000,00"),
        ("viel", "0.00", "viel"),
    ],
)
def test_shares_that_cannot_be_are_told(joint: Application, town: Town, costs: str, grant: str, said: str) -> None:
    save(joint, town.editor, **{COSTS: costs or None, GRANT: grant or None})
    assert said.replace("\xa0", " ") in sentences(joint).replace("\xa0", " ")


def test_a_consent_is_for_the_share_that_was_seen(joint: Application, town: Town, other: Town) -> None:
    save(joint, town.editor, **{COSTS: "2500.00", GRANT: "2000.00"})
    page = other.client(Role.SIGNATORY).get(joint.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert "Ihr Anteil: 2.500,00 € an den Kosten, 2.000,00 € an der Zuwendung." in page
    actions.answer_as_partner(application=joint, consents=True, by=other.signatory)
    save(joint, town.editor, aim="Etwas anderes")
    assert Partner.objects.get().state == PartnerState.CONSENTED
    save(joint, town.editor, **{COSTS: "3000.00"})
    assert Partner.objects.get().state == PartnerState.INVITED
    assert "Nachbarstadt" in sentences(joint)
    assert Notice.objects.filter(recipient=other.users[Role.SIGNATORY]).count() == 2


def test_without_the_partner_its_share_is_gone(joint: Application, town: Town) -> None:
    save(joint, town.editor, **{COSTS: "2500.00"})
    actions.remove_partner(application=joint, partner=Partner.objects.get(), by=town.editor)
    assert COSTS not in fresh(joint).sheet.values
    assert financing_of(Dossier(fresh(joint))).shares is None


def test_partners_talk_to_each_other_and_never_see_inner_comments(joint: Application, town: Town, other: Town) -> None:
    actions.write_comment(application=joint, text="Nur für uns", once="1", by=town.treasurer)
    client = other.client(Role.TREASURER)
    page = client.get(joint.get_absolute_url()).content.decode()
    assert "Das sehen alle Partner" in page
    assert "Nur für uns" not in page
    where = reverse("cases:comment", args=[joint.number])
    form = {"joint": "1", "text": "Unser Anteil ist zu hoch", "once": "abc"}
    for _press in range(2):
        assert client.post(where, form).url.endswith("#joint-comments")  # type: ignore[attr-defined]
    comment = Comment.objects.get(joint=True)
    assert comment.by_house == "Nachbarstadt"
    lead = town.client().get(joint.get_absolute_url()).content.decode()
    assert lead.index("Unser Anteil ist zu hoch") < lead.index("Nur für uns")
    told = Notice.objects.filter(kind="cases.joint_comment")
    assert {one.recipient_id for one in told} == {user.pk for user in (*town.users.values(), *other.users.values())} - {
        other.users[Role.TREASURER].pk
    }


def test_who_has_no_part_in_it_writes_nothing(joint: Application, town: Town, other: Town) -> None:
    where, form = reverse("cases:comment", args=[joint.number]), {"joint": "1", "text": "Hallo", "once": "x"}
    assert Town("Anderswo", "05111222").client().post(where, form).status_code == 404
    with pytest.raises(NotAllowed):
        actions.write_comment(application=joint, text="inner", once="y", by=other.editor)
    actions.answer_as_partner(application=joint, consents=False, by=other.signatory)
    assert other.client().post(where, form).status_code == 404
    assert not Comment.objects.exists()


def test_a_conversation_needs_a_partner(draft: Application, town: Town) -> None:
    with pytest.raises(CaseError, match="kein gemeinsames Vorhaben"):
        actions.write_comment(application=draft, text="Hallo", once="1", joint=True, by=town.editor)
    assert "joint-comments" not in town.client().get(draft.get_absolute_url()).content.decode()


def test_a_visitors_joint_comment_is_kept(joint: Application, other: Town) -> None:
    client = Client()
    client.post(reverse("cases:comment", args=[joint.number]), {"joint": "1", "text": "Später", "once": "z"})
    client.force_login(other.users[Role.EDITOR], "allauth.account.auth_backends.AuthenticationBackend")
    client.post(reverse("cases:kept"))
    assert Comment.objects.get().joint
