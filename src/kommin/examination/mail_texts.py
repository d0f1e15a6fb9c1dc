"""The mails of the examination. None says what was asked or written: that waits behind the sign-in."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.notices.texts import KnownText, register_mail_text

_LINK = "https://foerderung.example.org/cases/2026-00017/"
_SAMPLE = {"number": "2026-00017", "link": _LINK}
_PLACEHOLDERS = {"number": _("number of the application"), "link": _("address of the case")}

register_mail_text(
    KnownText(
        name="examination.requested",
        label=_("The authority asks for more"),
        placeholders={**_PLACEHOLDERS, "due": _("day of the deadline")},
        subject={"de": "Nachforderung zum Antrag {number}", "en": "More is needed for application {number}"},
        body={
            "de": "Guten Tag {name},\n\nzum Antrag {number} gibt es eine Nachforderung. Bitte antworten Sie bis "
            "zum {due}.\n\n[Nachforderung lesen und beantworten]({link})",
            "en": "Hello {name},\n\nthe authority asks for more on application {number}. Please answer by {due}.\n\n"
            "[Read and answer it]({link})",
        },
        sample={**_SAMPLE, "due": "2026-12-14"},
    )
)

register_mail_text(
    KnownText(
        name="examination.request_changed",
        label=_("A request for more was extended or withdrawn"),
        placeholders=_PLACEHOLDERS,
        subject={
            "de": "Nachforderung zum Antrag {number}: Änderung",
            "en": "Application {number}: the request has changed",
        },
        body={
            "de": "Guten Tag {name},\n\nbei der Nachforderung zum Antrag {number} hat sich etwas geändert.\n\n"
            "[Ansehen]({link})",
            "en": "Hello {name},\n\nsomething has changed about the request on application {number}.\n\n"
            "[See it]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="examination.answered",
        label=_("A municipality has answered a request"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Antwort auf die Nachforderung zu {number}", "en": "Answer to the request on {number}"},
        body={
            "de": "Guten Tag {name},\n\nauf die Nachforderung zum Antrag {number} ist eine Antwort eingegangen.\n\n"
            "[Antwort ansehen]({link})",
            "en": "Hello {name},\n\nthe request on application {number} has been answered.\n\n[See the answer]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="examination.overdue",
        label=_("A municipality has not answered in time, or has withdrawn"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Antrag {number}: bitte ansehen", "en": "Application {number}: please look"},
        body={
            "de": "Guten Tag {name},\n\nbeim Antrag {number} hat sich etwas ergeben, das Ihre Prüfung betrifft.\n\n"
            "[Fall ansehen]({link})",
            "en": "Hello {name},\n\nsomething has happened with application {number} that concerns your "
            "examination.\n\n[See the case]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="examination.message",
        label=_("New message in a case"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Neue Nachricht zum Antrag {number}", "en": "New message on application {number}"},
        body={
            "de": "Guten Tag {name},\n\nzum Antrag {number} gibt es eine neue Nachricht.\n\n[Nachricht lesen]({link})",
            "en": "Hello {name},\n\nthere is a new message on application {number}.\n\n[Read the message]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="examination.assigned",
        label=_("Cases were assigned to an examiner"),
        placeholders={"number": _("number of the first case"), "link": _("address of the case or the work list")},
        subject={"de": "Fälle in Ihrer Hand", "en": "Cases in your hands"},
        body={
            "de": "Guten Tag {name},\n\nIhnen oder der Person, die Sie vertreten, wurde etwas zur Prüfung zugewiesen."
            "\n\n[Ansehen]({link})",
            "en": "Hello {name},\n\nyou, or the person for whom you stand in, have been given something to examine."
            "\n\n[See it]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="examination.appointed",
        label=_("There are cases to score"),
        placeholders={"link": _("address of the case or of the round")},
        subject={"de": "Fälle zu bewerten", "en": "Cases to score"},
        body={
            "de": "Guten Tag {name},\n\nfür Sie gibt es etwas zu bewerten.\n\n[Ansehen]({link})",
            "en": "Hello {name},\n\nthere is something for you to score.\n\n[See it]({link})",
        },
        sample={"link": _LINK},
    )
)
