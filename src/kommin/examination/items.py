"""What the completeness check goes through: each thing that the call requires, with what the house can see of it.

Keys: `about` (the project), `plan`, `sign_offs`, `partners`, `signed` (the signed paper), `document-<id>` of the call,
`question-<key>`. The keys of the sheet that belong to an item are told by `item_of_key`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kommin.cases.content import ABOUT, PLAN, SCAN, document_purpose
from kommin.cases.missing import financing_of
from kommin.cases.models import PartnerState
from kommin.cases.project import lacks_of_project
from kommin.examination.dossier import CaseDossier
from kommin.foundation.access import role_label
from kommin.foundation.files.models import StoredFile
from kommin.foundation.ui.formatting import reader
from kommin.questionnaires.definition.questions import YesNo
from kommin.questionnaires.reading_view import ReadItem, reading_sections
from kommin.questionnaires.wording import told

ABOUT_ITEM, PLAN_ITEM, SIGN_OFFS, PARTNERS = "about", "plan", "sign_offs", "partners"
QUESTION, DOCUMENT, EXTRA = "question-", "document-", "extra-"
NAMES = {
    ABOUT_ITEM: gettext_lazy("The project: title, period, early start"),
    PLAN_ITEM: gettext_lazy("Costs and financing"),
    SIGN_OFFS: gettext_lazy("Sign-offs of the municipality"),
    PARTNERS: gettext_lazy("Consent of the partners"),
    SCAN: gettext_lazy("Signed application on paper (scan)"),
}


@dataclass(frozen=True)
class Item:
    """One line of the check. `faults` is what the house itself finds wrong; none means it looks fine."""

    key: str
    title: str
    required: bool = True
    faults: Sequence[str] = ()
    facts: Sequence[str] = ()
    answer: ReadItem | None = None
    files: Sequence[StoredFile] = ()
    declaration: bool = False
    lang: str = ""

    @property
    def is_fine(self) -> bool:
        return not self.faults

    @property
    def can_be_requested(self) -> bool:
        """Whether the municipality can mend it in the portal; what others have to sign it cannot."""
        return self.key not in (SIGN_OFFS, PARTNERS)


@dataclass(frozen=True)
class Group:
    """Items that belong together."""

    key: str
    title: str
    items: Sequence[Item] = field(default=())
    lang: str = ""


def check_groups(dossier: CaseDossier) -> list[Group]:
    """Everything that has to be looked at, in the order of the application."""
    groups = [Group("formal", _("The application as a whole"), _formal(dossier))]
    documents = _documents(dossier)
    if documents:
        groups.append(Group("documents", _("Documents of the call"), documents))
    declarations, sections = _questions(dossier)
    if declarations:
        groups.append(Group("declarations", _("Declarations that have to be given"), declarations))
    return [*groups, *sections]


def check_items(dossier: CaseDossier) -> dict[str, Item]:
    """The same as one mapping by key."""
    return {item.key: item for group in check_groups(dossier) for item in group.items}


def item_of_key(key: str) -> str:
    """The item to which a key of the sheet, or the purpose of a file, belongs."""
    if key in ABOUT:
        return ABOUT_ITEM
    if key.startswith(PLAN):
        return PLAN_ITEM
    if key == SCAN or key.startswith((DOCUMENT, QUESTION, EXTRA)):
        return key
    return f"{QUESTION}{key}"


def items_of_keys(keys: Iterable[str]) -> set[str]:
    """The items to which these keys belong."""
    return {item_of_key(key) for key in keys}


def title_of(key: str, dossier: CaseDossier) -> str:
    """What an item is called, in the active language."""
    if key in NAMES:
        return str(NAMES[key])
    if key.startswith(QUESTION) and (question := dossier.definition.by_key.get(key.removeprefix(QUESTION))):
        return told(question.title).text
    for document in dossier.call.documents:
        if key == document_purpose(document.id):
            return str(document.title)
    return key


def _formal(dossier: CaseDossier) -> list[Item]:
    read, financing = reader(), financing_of(dossier)
    lacks = [lack.text for lack in lacks_of_project(dossier.values, dossier.call)]
    faults = [read.text(fault.text) for fault in financing.faults]
    grant = _("Grant that follows: %(amount)s") % {"amount": read.money(financing.outcome.amount)}
    items = [
        Item(ABOUT_ITEM, str(NAMES[ABOUT_ITEM]), faults=lacks, facts=[str(dossier.case.title)]),
        Item(PLAN_ITEM, str(NAMES[PLAN_ITEM]), faults=faults, facts=[grant] if not faults else []),
    ]
    signed = [f"{role_label(one['role'])}: {one['name']}" for one in dossier.content.get("sign_offs", ())]
    items.append(
        Item(
            SIGN_OFFS,
            str(NAMES[SIGN_OFFS]),
            facts=signed or [_("The municipality asks for none; whoever submitted stands up for it.")],
        )
    )
    partners = dossier.partners
    if partners:
        open_ones = [one.name for one in partners if one.state != PartnerState.CONSENTED]
        missing = [_("%(town)s has not consented.") % {"town": name} for name in open_ones]
        facts = [f"{one.name}: {one.get_state_display()}" for one in partners]
        items.append(Item(PARTNERS, str(NAMES[PARTNERS]), faults=missing, facts=facts))
    if dossier.call.signed_scan:
        items.append(_with_files(SCAN, str(NAMES[SCAN]), dossier.of_purpose(SCAN), required=True))
    return items


def _documents(dossier: CaseDossier) -> list[Item]:
    found = []
    for document in dossier.call.documents:
        files = dossier.of_purpose(document_purpose(document.id))
        if document.required or files:
            title = str(document.title)
            found.append(_with_files(document_purpose(document.id), title, files, required=document.required))
    return found


def _with_files(key: str, title: str, files: list[StoredFile], *, required: bool) -> Item:
    faults = []
    if required and not files:
        faults.append(_("Nothing was handed in."))
    if any(stored.is_quarantined for stored in files):
        faults.append(_("A file is still being checked for malware."))
    return Item(key, title, required=required, faults=faults, files=files)


def _questions(dossier: CaseDossier) -> tuple[list[Item], list[Group]]:
    """Declarations, and the other questions section by section: whatever is required or was answered."""
    declarations: list[Item] = []
    groups: list[Group] = []
    answers = {item.key: item for section in reading_sections(dossier.evaluation) for item in section.items}
    for section in dossier.definition.sections:
        items: list[Item] = []
        for question in section.questions:
            if question.key not in answers or not question.is_answerable:
                continue
            if not question.required and not dossier.evaluation.is_answered(question.key):
                continue
            item = _question_item(dossier, question.key, answers[question.key])
            (declarations if item.declaration else items).append(item)
        if items:
            title = told(section.title)
            groups.append(Group(section.key, title.text, items, title.lang))
    return declarations, groups


def _question_item(dossier: CaseDossier, key: str, answer: ReadItem) -> Item:
    question = dossier.definition.by_key[key]
    faults = list(dict.fromkeys(reader().text(error.text) for error in dossier.evaluation.errors_of(key)))
    return Item(
        f"{QUESTION}{key}",
        answer.title.text,
        required=question.required,
        faults=faults,
        answer=answer,
        declaration=isinstance(question, YesNo) and question.must_be_yes,
        lang=answer.title.lang,
    )
