"""Several people write one draft: nothing is lost, nothing is overwritten in silence."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.town import IBAN, MASTER, Town, begin, complete, open_call, save, signed, submitted
from kommin.cases import actions
from kommin.cases.errors import CannotApplyError, MasterDataError, StateError
from kommin.cases.models import Application, Change, Clash, MasterData, SignOff, State
from kommin.foundation.access import NotAllowed
from kommin.foundation.audit.models import Record
from kommin.foundation.notices.models import Notice
from kommin.people.models import Role
from kommin.programmes.models import Call


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_a_draft_begins_with_what_is_known(draft: Application, town: Town) -> None:
    assert draft.applicant_name == "Musterstadt"
    assert draft.applicant_key == "05111000"
    assert draft.sheet.values == {"about/title": "Brücken bauen", "about/block": "netz"}
    assert Record.objects.filter(action="cases.application_begun", case=draft.number).count() == 1


def test_beginning_twice_by_double_click_is_one_draft(town: Town, call: Call) -> None:
    first, second = (begin(town, call, once="same") for _click in range(2))
    assert first.pk == second.pk
    assert Application.objects.count() == 1


def test_only_towns_and_cities_of_the_guideline_can_begin(call: Call) -> None:
    with pytest.raises(CannotApplyError, match="Partner"):
        begin(Town("Kreis Muster", "05554"), call)


def test_a_stranger_cannot_write(draft: Application) -> None:
    with pytest.raises(NotAllowed):
        save(draft, Town("Anderswo", "05111999").editor, aim="fremd")
    assert "aim" not in fresh(draft).sheet.values


def test_two_people_in_different_fields_do_not_clash(draft: Application, town: Town) -> None:
    seen = draft.sheet.revision
    save(draft, town.editor, seen=seen, page="a" * 16, aim="Ziel", group=None)
    saved = save(draft, town.colleague(), seen=seen, page="b" * 16, aim=None, group="Kinder")
    assert not saved.clashes
    assert fresh(draft).sheet.values["aim"] == "Ziel"
    assert fresh(draft).sheet.values["group"] == "Kinder"


def test_two_people_in_one_field_keep_both_versions(draft: Application, town: Town) -> None:
    seen, other = draft.sheet.revision, town.colleague()
    save(draft, town.editor, seen=seen, page="a" * 16, aim="Erste Fassung")
    saved = save(draft, other, seen=seen, page="b" * 16, aim="Zweite Fassung")
    (clash,) = saved.clashes
    assert (clash.theirs, clash.mine) == ("Erste Fassung", "Zweite Fassung")
    assert fresh(draft).sheet.values["aim"] == "Erste Fassung"
    actions.settle_clash(clash=clash, keep_mine=True, by=other)
    assert fresh(draft).sheet.values["aim"] == "Zweite Fassung"
    assert not Clash.objects.filter(settled_at=None).exists()


def test_a_clash_that_has_moved_on_is_shown_again(draft: Application, town: Town) -> None:
    seen, other = draft.sheet.revision, town.colleague()
    save(draft, town.editor, seen=seen, aim="eins")
    (clash,) = save(draft, other, seen=seen, aim="zwei").clashes
    save(draft, town.editor, aim="drei")
    saved = actions.settle_clash(clash=clash, keep_mine=True, by=other)
    assert [one.theirs for one in saved.clashes] == ["drei"]
    assert fresh(draft).sheet.values["aim"] == "drei"


def test_one_page_does_not_clash_with_itself(draft: Application, town: Town) -> None:
    """Saving while typing raises the revision; a page that has not heard of it yet is still the same page."""
    seen = draft.sheet.revision
    for text in ("W", "Wi", "Wir"):
        assert not save(draft, town.editor, seen=seen, page="c" * 16, aim=text).clashes
    assert fresh(draft).sheet.values["aim"] == "Wir"


def test_somebody_elses_page_mark_is_worth_nothing(draft: Application, town: Town) -> None:
    seen = draft.sheet.revision
    save(draft, town.editor, seen=seen, page="d" * 16, aim="eins")
    assert save(draft, town.colleague(), seen=seen, page="d" * 16, aim="zwei").clashes


def test_tables_merge_cell_by_cell(draft: Application, town: Town) -> None:
    row = {"id": "r1", "cells": {"what": "Auftakt", "cost": "10.00"}}
    save(draft, town.editor, steps=[row])
    seen, other = fresh(draft).sheet.revision, town.colleague()
    save(draft, town.editor, seen=seen, steps=[{"id": "r1", "cells": {"what": "Auftakt", "cost": "20.00"}}])
    saved = save(draft, other, seen=seen, steps=[{"id": "r1", "cells": {"what": "Feier", "cost": "10.00"}}])
    assert not saved.clashes
    assert fresh(draft).sheet.values["steps"] == [{"id": "r1", "cells": {"what": "Feier", "cost": "20.00"}}]


def test_saving_the_same_twice_changes_nothing(draft: Application, town: Town) -> None:
    save(draft, town.editor, aim="Ziel")
    before = Change.objects.count(), Record.objects.count()
    assert not save(draft, town.editor, aim="Ziel").changed
    assert (Change.objects.count(), Record.objects.count()) == before


def test_a_change_after_the_sign_off_voids_it_and_tells_who_signed(draft: Application, town: Town) -> None:
    ready = signed(complete(draft, town), town)
    assert ready.state == State.SIGNED_OFF
    save(ready, town.editor, aim="Doch anders")
    assert fresh(ready).state == State.DRAFT
    assert set(SignOff.objects.values_list("voided_by_name", flat=True)) == {town.editor.name}
    assert Notice.objects.filter(recipient=town.users[Role.SIGNATORY], kind="cases.to_sign_off").count() == 1


def test_a_submitted_application_cannot_be_written(town: Town, call: Call) -> None:
    application = submitted(town, call).application
    with pytest.raises(StateError):
        save(application, town.editor, aim="zu spät")


def test_a_second_application_takes_the_answers_over(town: Town, call: Call) -> None:
    first = submitted(town, call).application
    second = begin(town, open_call(slug="zweiter"), "Wieder", copy=first)
    assert second.sheet.values["aim"] == "Wir bauen Brücken."
    assert "about/from" not in second.sheet.values
    assert not any(key.startswith("plan/") for key in second.sheet.values)


def test_a_wrong_iban_is_refused_and_a_right_one_gives_the_bic(town: Town) -> None:
    with pytest.raises(MasterDataError, match="IBAN"):
        actions.save_master_data(
            organisation=town.organisation, values={**MASTER, "iban": IBAN.replace("89", "98")}, by=town.editor
        )
    row = actions.save_master_data(organisation=town.organisation, values=MASTER, by=town.editor)
    assert (row.iban, row.bic) == ("DE89370400440532013000", "COBADEFFXXX")
    actions.save_master_data(organisation=town.organisation, values=MASTER, by=town.editor)
    assert MasterData.objects.count() == 1
    actions.save_master_data(organisation=town.organisation, values={**MASTER, "town": "Neustadt"}, by=town.editor)
    assert [one.town for one in MasterData.objects.all()] == ["Neustadt", "Musterstadt"]


def test_comments_stay_inside(draft: Application, town: Town) -> None:
    for _click in range(2):
        actions.write_comment(application=draft, text="Bitte prüfen", once="x", by=town.editor)
    assert draft.comments.count() == 1
    with pytest.raises(NotAllowed):
        actions.write_comment(application=draft, text="?", once="y", by=Town("Anderswo", "05111999").editor)
    page = town.client().get(reverse("cases:application", args=[draft.number])).content.decode()
    assert "Bitte prüfen" in page


writes = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from(("aim", "group")), st.text("xyz", max_size=3)), max_size=8
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(writes)
def test_whatever_three_people_write_every_text_is_found_again(
    draft: Application, town: Town, sequence: list[tuple[str, str, str]]
) -> None:
    """All opened their page at the same revision; each text stands in the draft, in its history or in a conflict."""
    Clash.objects.all().delete()
    seen = fresh(draft).sheet.revision
    for mark, key, text in sequence:
        save(draft, town.editor, seen=seen, page=mark.lower() * 16, **{key: text or None})
    kept = {*Change.objects.values_list("value", flat=True), *Clash.objects.values_list("mine", flat=True)}
    last = {(mark, key): text for mark, key, text in sequence}
    for text in last.values():
        assert not text or text in kept


def test_a_page_that_saves_while_others_write_does_not_carry_their_old_text_along(
    draft: Application, town: Town
) -> None:
    """Saving while typing sends the whole page: what others wrote meanwhile in its other fields stays theirs."""
    save(draft, town.editor, aim="alt", group="alt")
    seen, other = fresh(draft).sheet.revision, town.colleague()
    save(draft, other, seen=seen, page="e" * 16, aim="von der Kollegin", group="alt")
    for text in ("n", "ne", "neu"):
        assert not save(draft, town.editor, seen=seen, page="f" * 16, aim="alt", group=text).clashes
    assert fresh(draft).sheet.values["aim"] == "von der Kollegin"
    assert fresh(draft).sheet.values["group"] == "neu"
