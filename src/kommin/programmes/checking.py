"""What a call still lacks before it can be published; each line says where to mend it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kommin.law.errors import LawError
from kommin.programmes.errors import Missing
from kommin.programmes.frozen import financing_of, rate_of
from kommin.programmes.legal import legal_values
from kommin.programmes.models import BuildingBlock, Call, Guideline
from kommin.programmes.rates import rate_for
from kommin.programmes.words import ApplicantKind
from kommin.regimes.queries import regime_book
from kommin.regimes.reading import said

WEIGHTS = 100


def missing(call: Call) -> list[Missing]:
    """Everything that is missing, in the order of the task list; empty if the call can be published."""
    return [*_texts(call), *_dates(call), *_rules(call), *_parts(call), *_law(call)]


def _texts(call: Call) -> Iterator[Missing]:
    route, args = "programmes:call_texts", (call.pk,)
    if not call.title_en:
        yield Missing(_("The title in English is missing."), route, args)
    if not call.text_de or not call.text_en:
        yield Missing(_("The description is missing in German or English."), route, args)
    if not call.contact_name or not (call.contact_phone or call.contact_email):
        yield Missing(_("A contact person with telephone or e-mail is missing."), "programmes:call_contact", args)


def _dates(call: Call) -> Iterator[Missing]:
    route, args = "programmes:call_dates", (call.pk,)
    if call.opens_at is None or call.closes_at is None:
        yield Missing(_("Say when the call opens and closes."), route, args)
        return
    programme = call.programme
    last = call.opens_at.astimezone(call.zone).date()
    if last < programme.valid_from or (programme.valid_until and last > programme.valid_until):
        yield Missing(_("The call opens outside the programme’s own time."), route, args)


def _rules(call: Call) -> Iterator[Missing]:
    guideline = call.guideline
    if guideline is None:
        yield Missing(_("Choose the version of the guideline."), "programmes:call_rules", (call.pk,))
        return
    yield from _guideline(guideline)
    blocks = list(call.blocks.all())
    if not blocks:
        yield Missing(_("Choose at least one building block."), "programmes:call_rules", (call.pk,))
    yield from _rates(guideline, blocks)
    if call.opens_at:
        opening = call.opens_at.astimezone(call.zone).date()
        if opening < guideline.valid_from or (guideline.valid_until and opening > guideline.valid_until):
            yield Missing(
                _("The guideline does not apply on the day the call opens."), "programmes:call_rules", (call.pk,)
            )


def _guideline(guideline: Guideline) -> Iterator[Missing]:
    args = (guideline.pk,)
    if not guideline.applicants:
        yield Missing(_("The guideline does not say who may apply."), "programmes:guideline_edit", args)
    if guideline.clause_set_id is None:
        yield Missing(_("The guideline has no clause set."), "programmes:guideline_edit", args)
    if not any(cost.eligible for cost in guideline.cost_categories.all()):
        yield Missing(_("The guideline has no eligible cost category."), "programmes:guideline", args)


def _rates(guideline: Guideline, blocks: list[BuildingBlock]) -> Iterator[Missing]:
    """Nobody who may apply is left without a rate, with and without budget consolidation, in any building block."""
    rates = [rate_of(rule) for rule in financing_of(guideline)]
    if not rates:
        yield Missing(_("The guideline has no financing rule."), "programmes:guideline", (guideline.pk,))
        return
    for kind in ApplicantKind:
        uncovered = kind.value in guideline.applicants and any(
            rate_for(rates, applicant=kind.value, consolidation=consolidation, block=block.code) is None
            for consolidation in (True, False)
            for block in blocks
        )
        if uncovered:
            yield Missing(
                _("No financing rule covers every case of: %(kind)s.") % {"kind": kind.label},
                "programmes:guideline",
                (guideline.pk,),
            )


def _parts(call: Call) -> Iterator[Missing]:
    if call.questionnaire_id is None:
        yield Missing(_("Choose the questions that applicants answer."), "programmes:call_questions", (call.pk,))
    args = (call.pk, "criteria")
    criteria = list(call.criteria.all())
    total = sum(row.weight for row in criteria)
    if not criteria:
        yield Missing(_("There is no scoring criterion."), "programmes:call_parts", args)
    elif total != WEIGHTS:
        yield Missing(
            _("The weights of the criteria add up to %(total)s %% instead of 100 %%.") % {"total": total},
            "programmes:call_parts",
            args,
        )
    for part, rows in (
        ("criteria", criteria),
        ("documents", list(call.documents.all())),
        ("timetable", list(call.timetable.all())),
    ):
        untranslated = sum(1 for row in rows if not row.title_en)
        if untranslated:
            sentence = ngettext(
                "One entry has no English title.", "%(count)s entries have no English title.", untranslated
            )
            yield Missing(sentence % {"count": untranslated}, "programmes:call_parts", (call.pk, part))


def _law(call: Call) -> Iterator[Missing]:
    args = (call.pk,)
    try:
        open_values = [each for each in legal_values(call, regime_book()) if each.judged is None]
    except LawError as error:
        yield Missing(said(error), "programmes:edit", (call.programme.slug,))
        return
    if open_values:
        sentence = ngettext(
            "One value of the law is unconfirmed. Confirm it or enter another, with the source.",
            "%(count)s values of the law are unconfirmed. Confirm each or enter another, with the source.",
            len(open_values),
        )
        yield Missing(sentence % {"count": len(open_values)}, "programmes:call_law", args)
