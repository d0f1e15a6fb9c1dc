"""Documents of an application."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.cases import rules
from kommin.cases.actions.locking import locked_draft
from kommin.cases.actions.saving import void_sign_offs, write_values
from kommin.cases.content import ANSWER, OWNER, SCAN, document_purpose
from kommin.cases.errors import CaseError
from kommin.cases.models import Application
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.files.actions import Intake, Taken, remove_file, store_uploads
from kommin.foundation.files.actions.storing import Upload
from kommin.foundation.files.errors import FileRefused
from kommin.foundation.files.models import StoredFile
from kommin.programmes.frozen import thaw

MOST_FILES = 100


@transaction.atomic
def add_documents(
    *, application: Application, uploads: Iterable[Upload], purpose: str, by: Actor, intake: Intake | None = None
) -> list[Taken]:
    """Take several files in at once; one that is refused does not keep the others out, one sent twice is there once.

    A scan of the signed paper comes after the sign-off and does not void it; anything else does.

    Raises:
        CaseError: there is no such document, or there are too many files at once.
        StateError: the application is no draft any more.
        NotAllowed: `by` does not work on it.
    """
    row = locked_draft(application, rules.may_work_on, by)
    known = {"", SCAN, *(document_purpose(document.id) for document in thaw(row.version).documents)}
    if purpose not in known and not purpose.startswith(ANSWER):
        raise CaseError(_("The call asks for no such document."))
    try:
        taken = store_uploads(
            uploads=uploads,
            owner_type=OWNER,
            owner_id=row.pk,
            by=by,
            purpose=purpose,
            intake=intake or Intake(most=MOST_FILES, once=True),
        )
    except FileRefused as error:
        raise CaseError(str(error)) from error
    stored = [one.stored for one in taken if one.stored]
    if stored:
        if purpose != SCAN:
            void_sign_offs(row, by)
        audit.record(
            action="cases.document_added",
            by=by,
            target=row,
            case=row.number,
            data={"purpose": purpose, "files": [str(one.public_id) for one in stored]},
        )
    return taken


@transaction.atomic
def remove_document(*, application: Application, stored: StoredFile, by: Actor) -> None:
    """Take a document away again, also from the answer it is in; removing it twice changes nothing.

    Raises:
        CaseError: it belongs to another application.
        StateError, NotAllowed: as for adding.
    """
    row = locked_draft(application, rules.may_work_on, by)
    if (stored.shelf.owner_type, stored.shelf.owner_id) != (OWNER, str(row.pk)):
        raise CaseError(_("This file belongs to another application."))
    if remove_file(stored=stored, by=by):
        if stored.purpose != SCAN:
            void_sign_offs(row, by)
            _leave_out_of_answers(row, str(stored.public_id), by)
        audit.record(
            action="cases.document_removed",
            by=by,
            target=row,
            case=row.number,
            data={"purpose": stored.purpose, "file": str(stored.public_id)},
        )


def _leave_out_of_answers(row: Application, public_id: str, by: Actor) -> None:
    values = dict(row.sheet.values)
    for key, value in row.sheet.values.items():
        if isinstance(value, list) and public_id in value:
            values[key] = [one for one in value if one != public_id]
    write_values(row, row.sheet, {key: value for key, value in values.items() if value != []}, page="", by=by)
