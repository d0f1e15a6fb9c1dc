"""The mails that notices themselves send."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kommin.foundation.notices.texts import KnownText, register_mail_text

register_mail_text(
    KnownText(
        name="notices.digest",
        label=_("Digest of notices"),
        placeholders={
            "number": _("how many notices there are, in words"),
            "list": _("how many of each kind, one line each"),
            "link": _("address of the list of notices"),
        },
        subject={"de": "KOMM-IN: {number}", "en": "KOMM-IN: {number}"},
        body={
            "de": "Guten Tag {name},\n\nin KOMM-IN gibt es für Sie: {number}.\n\n{list}\n\n[Hinweise ansehen]({link})",
            "en": "Hello {name},\n\nthere is something for you in KOMM-IN: {number}.\n\n{list}\n\n"
            "[See your notices]({link})",
        },
        sample={
            "number": "3 neue Hinweise",
            "list": ["Frist: 2", "Sammelvorgang: 1"],
            "link": "https://foerderung.example.org/notices/",
        },
    )
)

register_mail_text(
    KnownText(
        name="notices.deadline",
        label=_("Reminder of a deadline"),
        placeholders={"due": _("last day"), "link": _("address of the list of deadlines")},
        subject={"de": "Frist am {due}", "en": "Deadline on {due}"},
        body={
            "de": "Guten Tag {name},\n\nam {due} endet eine Frist, für die Sie zuständig sind. "
            "Worum es geht, steht in KOMM-IN.\n\n[Fristen ansehen]({link})",
            "en": "Hello {name},\n\na deadline that you are responsible for ends on {due}. "
            "KOMM-IN shows what it is about.\n\n[See your deadlines]({link})",
        },
        sample={"due": {"day": date(2027, 3, 31).isoformat()}, "link": "https://foerderung.example.org/deadlines/"},
    )
)

register_mail_text(
    KnownText(
        name="notices.deadline_overdue",
        label=_("Overdue deadline"),
        placeholders={"due": _("last day"), "link": _("address of the list of deadlines")},
        subject={"de": "Überfällige Frist vom {due}", "en": "Overdue deadline of {due}"},
        body={
            "de": "Guten Tag {name},\n\neine Frist in Ihrem Bereich ist am {due} abgelaufen und noch nicht erledigt. "
            "Bitte sehen Sie nach, ob Sie helfen können.\n\n[Fristen ansehen]({link})",
            "en": "Hello {name},\n\na deadline in your area ended on {due} and is not settled yet. "
            "Please see whether you can help.\n\n[See the deadlines]({link})",
        },
        sample={"due": {"day": date(2027, 3, 31).isoformat()}, "link": "https://foerderung.example.org/deadlines/"},
    )
)

register_mail_text(
    KnownText(
        name="notices.run_finished",
        label=_("Finished work"),
        placeholders={"link": _("address of the page that shows the result")},
        subject={"de": "Ein Sammelvorgang ist beendet", "en": "A piece of long work has finished"},
        body={
            "de": "Guten Tag {name},\n\nein Sammelvorgang, den Sie gestartet haben, ist beendet.\n\n"
            "[Ergebnis ansehen]({link})",
            "en": "Hello {name},\n\nwork on many items that you started has finished.\n\n[See the result]({link})",
        },
        sample={"link": "https://foerderung.example.org/runs/"},
    )
)
