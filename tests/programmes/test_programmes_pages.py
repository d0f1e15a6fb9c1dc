"""Every page of the room answers, shows what it should, and costs the same however long the lists are."""

from datetime import time, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from kommin.people.models import Kind, Membership, Role, Succession
from kommin.programmes import actions
from kommin.programmes.models import Appropriation, Call, CallVersion, CostCategory, Criterion, FinancingRule, Programme
from programmes.making import CLOCK, house, make_call, make_guideline, make_programme, publish, words

pytestmark = pytest.mark.django_db
User = get_user_model()


def at(name: str, args: list | None = None) -> str:
    """The German address, whatever language the last request left active."""
    with translation.override("de"):
        return reverse(name, args=args)


def signed_in(organisation, role: Role) -> Client:
    user = User.objects.create_user(f"{role}{organisation.pk}@example.org", name=f"Mensch {role}")
    Membership.objects.create(person=user, organisation=organisation, role=role, valid_from="2020-01-01")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def desk(ministry) -> Client:
    return signed_in(ministry, Role.PROGRAMME_OFFICER)


@pytest.fixture
def treasury(ministry) -> Client:
    return signed_in(ministry, Role.BUDGET_OFFICER)


def pages_of(call: Call) -> list[str]:
    """Every page of the ministry about a programme with a call."""
    slug, guideline = call.programme.slug, call.guideline
    appropriation = Appropriation.objects.filter(programme=call.programme).first()
    return [
        at("programmes:list"),
        at("programmes:create"),
        at("programmes:detail", args=[slug]),
        at("programmes:edit", args=[slug]),
        at("programmes:block_add", args=[slug]),
        at("programmes:block", args=[call.blocks.first().pk]),
        at("programmes:guideline_create", args=[slug]),
        at("programmes:guideline", args=[guideline.pk]),
        at("programmes:guideline_edit", args=[guideline.pk]),
        at("programmes:financing_add", args=[guideline.pk]),
        at("programmes:financing", args=[FinancingRule.objects.first().pk]),
        at("programmes:cost_add", args=[guideline.pk]),
        at("programmes:cost", args=[CostCategory.objects.first().pk]),
        at("programmes:appropriations", args=[slug]),
        *([at("programmes:appropriation", args=[appropriation.pk])] if appropriation else []),
        at("programmes:call_create", args=[slug]),
        *(
            at(f"programmes:{name}", args=[call.pk])
            for name in (
                "call", "call_texts", "call_contact", "call_dates", "call_rules", "call_questions", "call_law",
                "call_publish_changes", "call_prolong", "call_close",
            )
        ),
        *(at("programmes:call_parts", args=[call.pk, part]) for part in ("documents", "criteria", "timetable")),
        at("programmes:call_part", args=[call.pk, "criteria", Criterion.objects.filter(call=call).first().pk]),
    ]  # fmt: skip


def test_every_page_answers_in_both_languages(desk, published):
    for address in pages_of(published):
        for prefix in ("", "/en"):
            response = desk.get(prefix + address)
            assert response.status_code == 200, address
            assert "{{" not in response.content.decode()


def test_readers_see_and_do_not_edit(ministry, published, authorities):
    readers = [
        signed_in(ministry, Role.BUDGET_OFFICER),
        signed_in(authorities[0], Role.CASEWORKER),
        signed_in(house(Kind.COURT_OF_AUDIT, "LRH"), Role.AUDITOR),
    ]
    page, form = at("programmes:call", args=[published.pk]), at("programmes:call_texts", args=[published.pk])
    for reader in readers:
        assert reader.get(page).status_code == 200
        assert form not in reader.get(page).content.decode()
        assert reader.get(form).status_code == 403
        assert reader.post(at("programmes:call_prolong", args=[published.pk]), {}).status_code == 403
    stranger = signed_in(house(Kind.MINISTRY, "Anderes Ministerium"), Role.PROGRAMME_OFFICER)
    for address in (page, form):
        assert stranger.get(address).status_code == 404
    assert Client().get(page).status_code == 302


def test_the_ministry_that_took_over_goes_on(desk, ministry):
    former = house(Kind.MINISTRY, "Früheres Ministerium")
    programme = make_programme(former, "frueher")
    address = at("programmes:edit", [programme.slug])
    assert desk.get(address).status_code == 404
    Succession.objects.create(predecessor=former, successor=ministry, day="2022-06-29")
    assert desk.get(address).status_code == 200
    assert programme.title_de in desk.get(at("programmes:list")).content.decode()


def test_a_programme_from_nothing_to_a_published_call_through_the_forms(desk, published, ministry):
    def send(name: str, args: list, **values) -> str:
        response = desk.post(at(f"programmes:{name}", args=args), values)
        assert response.status_code == 302, response.context["form"].errors
        return response.url

    send("create", [], title_de="Neu", title_en="New", slug="neu", text_de="a", text_en="b", valid_from="2026-01-01")
    send("block_add", ["neu"], title_de="Netz", title_en="Net", code="netz", position="1")
    send(
        "guideline_create", ["neu"], title="Richtlinie", source="erfunden", valid_from="01.01.2026",
        applicants=["town", "city"], minimum_grant="2.000,00", clause_set=published.guideline.clause_set_id,
    )  # fmt: skip
    programme = Programme.objects.get(slug="neu")
    guideline = programme.guidelines.get()
    send("financing_add", [guideline.pk], kind="share", rate="80", cap="50.000")
    send("cost_add", [guideline.pk], title_de="Honorare", title_en="Fees", eligible="on", position="1")
    send("call_create", ["neu"], title_de="Aufruf", title_en="Call", slug="neu-1")
    call = programme.calls.get()
    send("call_texts", [call.pk], title_de="Aufruf", title_en="Call", text_de="a", text_en="b")
    send("call_contact", [call.pk], contact_name="Kim", contact_phone="0211", budget="1.000.000,00")
    day = timezone.localdate() + timedelta(days=30)
    send(
        "call_dates", [call.pk], opening_day=timezone.localdate().isoformat(), opening_time="0:00",
        closing_day=day.isoformat(), closing_time="23:59", grace_minutes="0", time_zone="Europe/Berlin",
    )  # fmt: skip
    send("call_rules", [call.pk], guideline=guideline.pk, blocks=[programme.blocks.get().pk])
    send("call_questions", [call.pk], questionnaire=published.questionnaire_id)
    send("call_parts", [call.pk, "criteria"], title_de="K", title_en="C", weight="100", most_points="5", position="1")
    confirms = {
        name: "on" for name in desk.get(at("programmes:call_law", args=[call.pk])).context["form"].fields
        if name.endswith("-confirm")
    }  # fmt: skip
    send("call_law", [call.pk], shared_source="Erlass", **confirms)
    send("call_check", [call.pk])
    send("call_publish", [call.pk])
    version = CallVersion.objects.get(call=call)
    assert version.closes_at.astimezone(call.zone).strftime("%H:%M") == "00:00"
    assert len(version.content["overrides"]) == len(confirms) > 3
    assert Client().get(at("programmes:public_call", args=["neu-1"])).status_code == 200


@pytest.mark.parametrize(
    ("name", "values", "field"),
    [
        ("create", {"title_de": "x", "slug": "zukunft", "valid_from": "2026-01-01"}, "slug"),
        ("create", {"title_de": "x", "slug": "Groß!", "valid_from": "2026-01-01"}, "slug"),
        ("create", {"title_de": "x", "slug": "y", "valid_from": "2026-02-30"}, "valid_from"),
        ("create", {"title_de": "x" * 251, "slug": "y", "valid_from": "2026-01-01"}, "title_de"),
        ("create", {"title_de": "x", "slug": "y", "valid_from": "2026-01-01", "regime": "XX-1"}, "regime"),
        ("create", {"title_de": "x", "slug": "y", "valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "__all__"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_kept(desk, programme, name, values, field):
    response = desk.post(at(f"programmes:{name}"), values)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert Programme.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "clock"), [("2027-03-28", "02:30"), ("2026-12-01", "25:00"), ("2026-12-01", "mittags")]
)
def test_a_time_that_no_clock_shows_is_refused(desk, call, day, clock):
    response = desk.post(
        at("programmes:call_dates", args=[call.pk]),
        {"opening_day": "2026-11-01", "opening_time": "00:00", "closing_day": day, "closing_time": clock,
         "grace_minutes": "0", "time_zone": "Europe/Berlin"},
    )  # fmt: skip
    assert response.status_code == 200
    assert "closing_time" in response.context["form"].errors


def test_means_add_up_on_the_page_and_too_much_is_refused(treasury, programme, authorities):
    add = at("programmes:appropriation_add", args=[programme.slug])
    assert (
        treasury.post(
            add, {"year": "2026", "chapter": "07", "title": "633", "cash": "1.000,00", "commitment": "0"}
        ).status_code
        == 302
    )
    row = Appropriation.objects.get()
    split = at("programmes:split", args=[row.pk])
    first, second = (house.pk for house in authorities)
    shares = {
        f"cash-{first}": "600,00",
        f"cash-{second}": "400,01",
        f"commitment-{first}": "0",
        f"commitment-{second}": "0",
    }
    refused = treasury.post(split, shares)
    assert refused.status_code == 200
    assert "0,01" in refused.content.decode()
    assert treasury.post(split, shares | {f"cash-{second}": "300,00"}).status_code == 302
    page = treasury.get(at("programmes:appropriations", args=[programme.slug])).content.decode()
    for amount in ("1.000,00", "600,00", "300,00", "100,00"):
        assert amount in page
    assert treasury.post(at("programmes:year_close", args=[programme.slug, 2026])).status_code == 302
    assert "geschlossen" in treasury.post(split, shares).content.decode()


def test_visitors_read_calls_but_none_in_preparation(call, client):
    assert client.get(at("programmes:public_call", args=[call.slug])).status_code == 404
    assert call.title_de not in client.get(at("programmes:public_calls")).content.decode()
    publish(call)
    for name in ("public_call", "public_questions", "public_check", "public_deadline"):
        assert client.get(at(f"programmes:{name}", args=[call.slug])).status_code == 200, name
    assert call.title_de in client.get(at("programmes:public_calls")).content.decode()
    english = client.get("/en" + at("programmes:public_call", args=[call.slug])).content.decode()
    assert "Aufruf 2026 (English)" in english
    questions = client.get(at("programmes:public_questions", args=[call.slug])).content.decode()
    assert "Was wollen Sie erreichen?" in questions


def test_a_published_page_does_not_show_changes_before_they_are_published(published, client):
    actions.change_call(call=published, by=CLOCK, title_de="Geheim")
    assert "Geheim" not in client.get(at("programmes:public_call", args=[published.slug])).content.decode()
    actions.publish_changes(call=published, by=CLOCK, reason="Wegen des Titels")
    page = client.get(at("programmes:public_call", args=[published.slug])).content.decode()
    assert "Geheim" in page
    assert "Wegen des Titels" in page


def test_the_deadline_is_an_entry_of_the_whole_last_day(published, client):
    content = client.get(at("programmes:public_deadline", args=[published.slug])).content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    local = published.closes_at.astimezone(published.zone)
    assert event["SEQUENCE"] == 1
    if local.time() == time.min:
        assert event["DTSTART"].dt == (local - timedelta(days=1)).date()
    else:
        assert event["DTSTART"].dt == published.closes_at.replace(microsecond=0)


CHECK = {"applicant": "town", "consolidation": "no", "block": "netz", "expenditure": "50.000"}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "€40,000.00"),
        ({"consolidation": "yes"}, "€45,000.00"),
        ({"expenditure": "100.000"}, "€50,000.00"),
        ({"expenditure": "2.500"}, "would be too small"),
        ({"expenditure": "2.500,01"}, "€2,000.01"),
        ({"third_party": "50.000"}, "too small"),
        ({"third_party": "60.000"}, "higher than the expenditure"),
        ({"expenditure": "viel"}, "Write it like"),
        ({"block": "gibt-es-nicht"}, "Select a valid choice"),
    ],
)
def test_the_quick_check_answers_with_a_figure_or_a_clear_no(published, client, values, sentence):
    response = client.get("/en" + at("programmes:public_check", args=[published.slug]), CHECK | values)
    assert response.status_code == 200
    assert sentence in response.content.decode().replace("&#x27;", "'")


def test_who_may_not_apply_gets_a_clear_no(call, guideline, client):
    actions.change_guideline(guideline=guideline, by=CLOCK, applicants=["city"])
    publish(call)
    page = client.get("/en" + at("programmes:public_check", args=[call.slug]), CHECK).content.decode()
    assert "Such applicants cannot apply" in page


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_lists_cost_the_same_with_one_and_with_fifty_rows(desk, client, ministry):
    programme = make_programme(ministry)
    guideline = make_guideline(programme)
    publish(make_call(programme, guideline, slug="eins"))
    addresses = [
        (desk, at("programmes:list")),
        (desk, at("programmes:detail", args=[programme.slug])),
        (client, at("programmes:public_calls")),
    ]
    before = [_queries(who, address) for who, address in addresses]
    for number in range(50):
        make_programme(ministry, f"p{number}")
    copy_versions(Call.objects.get(slug="eins"), 50)
    after = [_queries(who, address) for who, address in addresses]
    assert [now - then for now, then in zip(after, before, strict=True)] == [0, 0, 0]


def copy_versions(call: Call, count: int, *, past: bool = False) -> None:
    """Published calls like this one, quickly."""
    version = call.versions.first()
    shift = timedelta(days=400 if past else 0)
    copies = Call.objects.bulk_create(
        Call(
            programme=call.programme, slug=f"kopie-{past}-{n}", state="closed" if past else "published",
            guideline=call.guideline, title_de=f"Kopie {n}", opens_at=call.opens_at - shift,
            closes_at=call.closes_at - shift + timedelta(minutes=n),
        )
        for n in range(count)
    )  # fmt: skip
    CallVersion.objects.bulk_create(
        CallVersion(
            call=copy, number=1, why="published", content=version.content, digest=version.digest,
            opens_at=copy.opens_at, closes_at=copy.closes_at, published_at=version.published_at, published_by="x",
        )
        for copy in copies
    )  # fmt: skip


def test_five_thousand_calls_stay_a_bounded_page(client, published):
    copy_versions(published, 5_000, past=True)
    response = client.get(at("programmes:public_calls"), {"page": "7"})
    assert response.status_code == 200
    assert len(response.context["past"]) == 25


def test_long_names_and_nonsense_addresses(desk, client, ministry, published):
    actions.save_block(programme=published.programme, by=CLOCK, code="lang", **words("Ä" * 240))
    assert desk.get(at("programmes:detail", args=[published.programme.slug])).status_code == 200
    for address in ("/calls/gibt-es-nicht/", "/calls/aufruf-1/check/?expenditure=%00&applicant=x", "/calls/?page=-5"):
        assert client.get(address).status_code in {200, 404}
    assert desk.get(f"/ministry/calls/{10**17}/").status_code == 404


def test_what_somebody_else_wrote_meanwhile_is_shown_before_it_is_replaced(desk, call):
    address = at("programmes:call_texts", [call.pk])
    opened = desk.get(address).context["form"]
    mine = {name: opened[name].value() for name in opened.fields} | {"title_de": "Mein Titel"}
    actions.change_call(call=call, by=CLOCK, title_de="Titel einer Kollegin")
    answer = desk.post(address, mine)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Titel einer Kollegin" in page
    assert "Mein Titel" in page
    assert Call.objects.get(pk=call.pk).title_de == "Titel einer Kollegin"
    again = mine | {"seen": answer.context["form"]["seen"].value()}
    assert desk.post(address, again).status_code == 302
    assert Call.objects.get(pk=call.pk).title_de == "Mein Titel"
