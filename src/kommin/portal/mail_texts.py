"""The mails of the portal."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.notices.texts import KnownText, register_mail_text

register_mail_text(
    KnownText(
        name="portal.message",
        label=_("Message from a form of the portal"),
        placeholders={
            "text": _("what was written"),
            "sender": _("name of who wrote it"),
            "reply_to": _("address for the answer"),
            "about": _("page or subject it is about"),
            "link": _("address of the page with the form"),
        },
        subject={"de": "Nachricht über das Portal", "en": "Message through the portal"},
        body={
            "de": "Guten Tag,\n\nüber das Formular auf [dieser Seite]({link}) hat jemand geschrieben:\n\n{text}\n\n"
            "Name: {sender}\nAntwort an: {reply_to}\nWorum es geht: {about}\n\n"
            "Name und Adresse sind nicht geprüft. Antworten Sie nicht auf diese Mail, sondern an die genannte Adresse.",
            "en": "Hello,\n\nthrough the form on [this page]({link}) somebody has written:\n\n{text}\n\n"
            "Name: {sender}\nAnswer to: {reply_to}\nWhat it is about: {about}\n\n"
            "Name and address have not been checked. Do not answer this mail but write to the given address.",
        },
        sample={
            "text": ["Auf der Karte fehlt ein Text.", "Können Sie das ändern?"],
            "sender": "Kim Beispiel",
            "reply_to": "kim.beispiel@example.org",
            "about": "/programm/",
            "link": "https://foerderung.example.org/barrierefreiheit/",
        },
    )
)
