"""The mails of the press desk. None names a release: what is under embargo waits behind the sign-in."""

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
_SAMPLE = {"link": "https://foerderung.example.org/redaktion/mitteilung/17/"}

for _event, _label, _subject, _words in (
    (
        "handed_over", _("A press release waits for its release"),
        {"de": "Eine Mitteilung wartet auf Ihre Freigabe", "en": "A press release waits for you to release it"},
        {"de": "eine Pressemitteilung wartet auf Ihre Freigabe.", "en": "a press release waits for you to release it."},
    ),
    (
        "sent_back", _("A press release was sent back"),
        {"de": "Eine Mitteilung kam zurück", "en": "A press release came back"},
        {
            "de": "eine Pressemitteilung kam zurück. Den Grund lesen Sie in der Redaktion.",
            "en": "a press release came back. You find the reason at the press desk.",
        },
    ),
    (
        "released", _("A press release was released"),
        {"de": "Eine Mitteilung ist freigegeben", "en": "A press release was released"},
        {"de": "eine Pressemitteilung ist freigegeben.", "en": "a press release was released."},
    ),
    (
        "published", _("A press release is public"),
        {"de": "Eine Mitteilung ist öffentlich", "en": "A press release is public"},
        {"de": "eine Pressemitteilung ist jetzt öffentlich.", "en": "a press release is public now."},
    ),
    (
        "ended", _("A press release is not public any more"),
        {"de": "Eine Mitteilung ist abgelaufen", "en": "A press release has ended"},
        {"de": "eine Pressemitteilung ist nicht mehr öffentlich.", "en": "a press release is not public any more."},
    ),
    (
        "withdrawn", _("A press release was withdrawn"),
        {"de": "Eine Mitteilung ist zurückgezogen", "en": "A press release was withdrawn"},
        {"de": "eine Pressemitteilung ist zurückgezogen.", "en": "a press release was withdrawn."},
    ),
):  # fmt: skip
    register_mail_text(
        KnownText(
            name=f"portal.release_{_event}",
            label=_label,
            placeholders={"link": _("address of the release at the press desk")},
            subject=_subject,
            body={
                "de": f"Guten Tag {{name}},\n\n{_words['de']}\n\n[Ansehen]({{link}})",
                "en": f"Hello {{name}},\n\n{_words['en']}\n\n[See it]({{link}})",
            },
            sample=_SAMPLE,
        )
    )
