"""The receipt of a submission: what was received, when, and the checksum with which anybody can prove it."""

from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext

from kommin.cases.models import Submission
from kommin.foundation.documents import Document, make_pdf
from kommin.programmes.frozen import thaw

TEMPLATE = Path(__file__).parent / "data" / "receipt.typ"


def receipt_of(submission: Submission) -> Document:
    """The receipt as PDF; the same submission and language give the same bytes."""
    application = submission.application
    call = thaw(application.version)
    zone = call.zone
    content = submission.content
    data = {
        "facts": [
            [gettext("Number"), application.number],
            [gettext("Applicant"), f"{application.applicant_name} ({application.applicant_key})"],
            [gettext("Project"), application.title],
            [gettext("Call"), f"{call.title}, {call.programme}"],
            [gettext("Received"), exact_moment(submission, zone)],
            [gettext("Deadline"), gettext("received within the grace") if submission.in_grace else gettext("kept")],
            [gettext("Submitted by"), submission.by_name],
            [gettext("Documents"), str(len(content.get("documents", [])))],
        ],
        "digest": [submission.digest[start : start + 8] for start in range(0, 64, 8)],
        "words": {
            "digest": gettext("Checksum (SHA-256) of everything that was handed in"),
            "explained": gettext(
                "With this checksum it can be shown at any time that the application has not been changed since. "
                "It is compared on the page “Check the receipt” of the application."
            ),
            "page": gettext("Page {now} of {all}"),
        },
        "footer": f"{gettext('Receipt')} {application.number}",
    }
    day = submission.received_at.astimezone(zone).date()
    title = gettext("Receipt of an application")
    return make_pdf(TEMPLATE, data=data, title=title, language=(get_language() or "de")[:2], day=day)


def exact_moment(submission: Submission, zone: ZoneInfo) -> str:
    """The moment to the second with its zone, because seconds decide on deadline day."""
    return f"{submission.received_at.astimezone(zone):%d.%m.%Y, %H:%M:%S} ({zone.key})"
