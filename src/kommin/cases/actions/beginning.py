"""Begin an application: everything that is known is there already."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases import queries, rules
from kommin.cases.content import BLOCK, TITLE, answers_in, questions_of
from kommin.cases.deadlines import follow_draft
from kommin.cases.errors import CannotApplyError
from kommin.cases.known import DECLARATIONS, of_the_project, with_known
from kommin.cases.models import Application, Change, MasterData, NumberSeries
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.people.models import Organisation
from kommin.people.models.dated import today
from kommin.programmes.frozen import FrozenCall, thaw
from kommin.programmes.models import Call, CallVersion
from kommin.questionnaires.answering import AnswerSheet, carry_over
from kommin.questionnaires.definition.questions import Files

LONGEST_TITLE = 250


@transaction.atomic
def begin_application(
    *,
    call: Call,
    organisation: Organisation,
    title: str,
    by: Actor,
    block: str = "",
    copy: Application | None = None,
    once: str,
    now: datetime | None = None,
) -> Application:
    """Begin a draft; sent twice with the same `once`, it is one draft.

    Args:
        block: code of the building block; the only one there is when left out.
        copy: an own earlier application whose answers are carried over where the questions still fit.

    Raises:
        CannotApplyError: the call is not open, the municipality may not apply, or there is no title.
        NotAllowed: `by` does not work for the municipality.
    """
    require(rules.may_write, by=by, of=organisation)
    known = Application.objects.filter(organisation=organisation, once=once).first()
    if known:
        return known
    version = queries.latest_version(call)
    content = thaw(version)
    kind = _refuse_unless_possible(version, content, organisation, now or timezone.now())
    title = " ".join(title.split())[:LONGEST_TITLE]
    if not title:
        raise CannotApplyError(_("Give the project a title."), field="title")
    if copy is not None and copy.organisation_id != organisation.pk:
        raise CannotApplyError(_("Only an application of your own municipality can be copied."), field="copy")
    blocks = [entry.code for entry in content.blocks]
    values: dict[str, Any] = _copied(copy, version, content) | {TITLE: title}
    values[BLOCK] = block if block in blocks else values.get(BLOCK) if values.get(BLOCK) in blocks else ""
    if not values[BLOCK] and len(blocks) == 1:
        values[BLOCK] = blocks[0]
    sheet = AnswerSheet().saving(
        with_known(
            values,
            copy.sheet.values if copy else {},
            definition=questions_of(content),
            content=content,
            applicant_key=organisation.municipality_key,
            master=MasterData.objects.filter(organisation=organisation).first(),
        )
    )
    application = Application.objects.create(
        number=_next_number(),
        call=version.call,
        version=version,
        organisation=organisation,
        applicant_key=organisation.municipality_key,
        applicant_name=organisation.name_on(today()),
        applicant_kind=kind,
        title=title,
        content=sheet.as_json(),
        once=once,
        copied_from=copy,
        created_by_id=by.user_id,
        created_by_name=str(by)[:200],
        changed_by_name=str(by)[:200],
    )
    Change.objects.bulk_create(
        Change(application=application, revision=sheet.revision, key=key, value=value, by_id=by.user_id,
               by_name=str(by)[:200])
        for key, value in sheet.values.items()
    )  # fmt: skip
    follow_draft(application)
    audit.record(
        action="cases.application_begun",
        by=by,
        target=application,
        case=application.number,
        data={"call": call.slug, "version": version.number, "copied_from": copy.number if copy else ""},
    )
    return application


def why_not(version: CallVersion, organisation: Organisation, now: datetime | None = None) -> str:
    """The sentence why a municipality cannot apply to a call now; empty when it can."""
    try:
        _refuse_unless_possible(version, thaw(version), organisation, now or timezone.now())
    except CannotApplyError as error:
        return str(error)
    return ""


def _refuse_unless_possible(
    version: CallVersion, content: FrozenCall, organisation: Organisation, moment: datetime
) -> str:
    if not version.call.is_open_at(moment):
        raise CannotApplyError(_("This call is not open. An application can be begun while it is."))
    kind = queries.kind_of(organisation)
    if kind is None or kind.value not in content.applicants:
        allowed = ", ".join(content.applicant_labels)
        raise CannotApplyError(
            _("Under this guideline only these can apply: %(kinds)s. Your municipality can take part as a partner.")
            % {"kinds": allowed}
        )
    return kind.value


def _copied(copy: Application | None, version: CallVersion, content: FrozenCall) -> dict[str, Any]:
    """Answers of an earlier application that still fit. Periods, plans and files belong to the old project."""
    if copy is None:
        return {}
    old, new = questions_of(thaw(copy.version)), questions_of(content)
    sheet = AnswerSheet(answers_in(copy.sheet.values))
    carried = sheet if copy.version_id == version.pk else carry_over(sheet, old, new).sheet
    values = {
        key: value
        for key, value in carried.values.items()
        if key not in DECLARATIONS and not of_the_project(key, new) and not isinstance(new.by_key.get(key), Files)
    }
    return values | {BLOCK: copy.sheet.values.get(BLOCK, "")}


def _next_number() -> str:
    year = today().year
    NumberSeries.objects.get_or_create(year=year)
    series = NumberSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{year}-{series.last:05d}"
