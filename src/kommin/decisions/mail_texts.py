"""The mails about decisions: that there is one, never what it says."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.notices.texts import KnownText, register_mail_text

_SAMPLE = {"number": "2027-00017", "link": "https://foerderung.example.org/decisions/17/"}
_PLACEHOLDERS = {"number": _("number of the case"), "link": _("address of the decision")}

register_mail_text(
    KnownText(
        name="decisions.released",
        label=_("There is a decision"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Sie haben eine Entscheidung zu {number}", "en": "You have a decision on {number}"},
        body={
            "de": "Guten Tag {name},\n\nzu Ihrem Antrag {number} gibt es eine Entscheidung. Sie liegt in KOMM-IN für "
            "Sie bereit.\n\n[Entscheidung ansehen]({link})",
            "en": "Hello {name},\n\nthere is a decision on your application {number}. It waits for you in KOMM-IN."
            "\n\n[See the decision]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="decisions.to_release",
        label=_("Decision waits for release"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Entscheidung zu {number} wartet auf Freigabe", "en": "Decision on {number} waits for release"},
        body={
            "de": "Guten Tag {name},\n\nder Entwurf einer Entscheidung zu {number} wartet auf Ihre Freigabe."
            "\n\n[Entwurf lesen]({link})",
            "en": "Hello {name},\n\na draft decision on {number} waits for your release.\n\n[Read the draft]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="decisions.returned",
        label=_("Draft of a decision was returned"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Entwurf zu {number} kam zurück", "en": "Draft on {number} was returned"},
        body={
            "de": "Guten Tag {name},\n\nIhr Entwurf zu {number} wurde nicht freigegeben und kam mit einem Hinweis "
            "zurück.\n\n[Entwurf ansehen]({link})",
            "en": "Hello {name},\n\nyour draft on {number} was not released and came back with a remark."
            "\n\n[See the draft]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="decisions.round_to_release",
        label=_("Decisions of a round wait for release"),
        placeholders={"count": _("how many decisions"), "link": _("address of the list")},
        subject={"de": "{count} Entscheidungen warten auf Freigabe", "en": "{count} decisions wait for release"},
        body={
            "de": "Guten Tag {name},\n\n{count} Entwürfe einer Förderrunde warten auf Ihre Freigabe."
            "\n\n[Liste ansehen]({link})",
            "en": "Hello {name},\n\n{count} drafts of a round wait for your release.\n\n[See the list]({link})",
        },
        sample={"count": "297", "link": "https://foerderung.example.org/decisions/rounds/zukunft-1/release"},
    )
)

register_mail_text(
    KnownText(
        name="decisions.posted",
        label=_("The letter of a decision was posted"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Der Bescheid zu {number} ist unterwegs", "en": "The letter on {number} is on its way"},
        body={
            "de": "Guten Tag {name},\n\nzu Ihrem Antrag {number} gibt es eine Entscheidung. Der Bescheid ging mit der "
            "Post an Sie; Sie können ihn auch in KOMM-IN lesen.\n\n[Entscheidung ansehen]({link})",
            "en": "Hello {name},\n\nthere is a decision on your application {number}. The letter was posted; you can "
            "read it in KOMM-IN as well.\n\n[See the decision]({link})",
        },
        sample=_SAMPLE,
    )
)

register_mail_text(
    KnownText(
        name="decisions.waived",
        label=_("The municipality has given up legal remedies"),
        placeholders=_PLACEHOLDERS,
        subject={"de": "Rechtsbehelfsverzicht zu {number}", "en": "Waiver of legal remedies on {number}"},
        body={
            "de": "Guten Tag {name},\n\nzum Bescheid in {number} liegt ein Rechtsbehelfsverzicht vor."
            "\n\n[Entscheidung ansehen]({link})",
            "en": "Hello {name},\n\na waiver of legal remedies has arrived on the decision in {number}."
            "\n\n[See the decision]({link})",
        },
        sample=_SAMPLE,
    )
)
