"""The mails about applications."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.notices.texts import KnownText, register_mail_text

_SAMPLE = {"number": "2026-00017", "link": "https://foerderung.example.org/applications/2026-00017/"}
_PLACEHOLDERS = {"number": _("number of the application"), "link": _("address of the application")}

register_mail_text(
    KnownText(
        name="cases.submitted",
        label=_("Receipt of an application"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Antrag {number} ist eingegangen", "en": "Application {number} has been received"},
        body={
            "de": "Guten Tag {name},\n\nder Antrag {number} ist eingegangen. Die Eingangsbestätigung mit Zeitpunkt und "
            "Prüfsumme liegt in KOMM-IN für Sie bereit.\n\n[Antrag ansehen]({link})",
            "en": "Hello {name},\n\nthe application {number} has been received. The receipt with moment and checksum "
            "waits for you in KOMM-IN.\n\n[See the application]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="cases.withdrawn",
        label=_("Withdrawal of an application"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Antrag {number} wurde zurückgezogen", "en": "Application {number} was withdrawn"},
        body={
            "de": "Guten Tag {name},\n\nder Antrag {number} wurde zurückgezogen.\n\n[Antrag ansehen]({link})",
            "en": "Hello {name},\n\nthe application {number} was withdrawn.\n\n[See the application]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="cases.to_sign_off",
        label=_("Application waits for a sign-off or was changed after one"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Antrag {number} braucht Ihre Freigabe", "en": "Application {number} needs your sign-off"},
        body={
            "de": "Guten Tag {name},\n\nder Antrag {number} wurde nach der Freigabe geändert. Die Freigabe gilt "
            "deshalb nicht mehr.\n\n[Antrag ansehen]({link})",
            "en": "Hello {name},\n\nthe application {number} was changed after the sign-off, which is therefore void."
            "\n\n[See the application]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="cases.joint_comment",
        label=_("Comment on a joint project"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Gemeinsames Vorhaben {number}: neuer Kommentar", "en": "Joint project {number}: new comment"},
        body={
            "de": "Guten Tag {name},\n\nzum gemeinsamen Vorhaben des Antrags {number} gibt es einen neuen Kommentar."
            "\n\n[Kommentar lesen]({link})",
            "en": "Hello {name},\n\nthere is a new comment on the joint project of application {number}."
            "\n\n[Read the comment]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="cases.partner_asked",
        label=_("Municipality is asked to take part in a joint project"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Gemeinsames Vorhaben: Antrag {number}", "en": "Joint project: application {number}"},
        body={
            "de": "Guten Tag {name},\n\nIhre Kommune wird gefragt, ob sie an dem gemeinsamen Vorhaben des Antrags "
            "{number} teilnimmt.\n\n[Ansehen und antworten]({link})",
            "en": "Hello {name},\n\nyour municipality is asked to take part in the joint project of application "
            "{number}.\n\n[See it and answer]({link})",
        },
        sample=_SAMPLE,
    )
)
