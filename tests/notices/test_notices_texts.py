"""The words of mails: placeholders, links, what an editor may do."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kommin.foundation.access import NotAllowed
from kommin.foundation.notices.actions.texts import reset_mail_text, save_mail_text, send_test_mail
from kommin.foundation.notices.models import Mail, MailText
from kommin.foundation.notices.texts import KnownText, check_words, known_texts, register_mail_text
from kommin.foundation.notices.writing import compose, sample_of, words_of, write
from notices.world import acting, make_person

TEXT = KnownText(
    name="test.text",
    label="Test",
    placeholders={"link": "where", "due": "when"},
    subject={"de": "Frist {due}", "en": "Deadline {due}"},
    body={"de": "Guten Tag {name},\n\n[Ansehen]({link})", "en": "Hello {name},\n\n[See]({link})"},
)
GOOD = {"name": "notices.run_finished", "language": "de", "subject": "Fertig", "body": "Siehe [hier]({link})"}


def problems(subject: str, body: str) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        check_words(TEXT, subject, body)
    return refused.value.message_dict


def test_an_unknown_placeholder_is_refused_and_the_known_ones_named():
    told = problems("Frist {dju}", "[x]({link}) {iban}")
    assert "{dju}" in told["subject"][0]
    assert "{due}, {link}, {name}" in told["body"][0]


@pytest.mark.parametrize("body", ["[x]({link}) {", "[x]({link}) }", "{{link}} {link", "[x]({link}) {due"])
def test_a_bracket_without_its_partner_is_refused(body):
    assert problems("x", body)["body"]


def test_a_mail_without_its_link_is_refused():
    assert "{link}" in problems("x", "Guten Tag")["body"][0]


def test_a_subject_of_two_lines_is_refused():
    assert problems("x\nBcc: all@example.org", "[x]({link})")["subject"]


def test_a_room_cannot_register_words_that_could_not_be_saved():
    with pytest.raises(ValidationError):
        register_mail_text(KnownText("test.bad", "x", {}, {"de": "x"}, {"de": "{nonsense} {link}"}))
    assert "test.bad" not in known_texts


def test_every_mail_of_the_house_can_be_written_in_both_languages(db):
    for text in known_texts.values():
        assert set(text.subject) == set(text.body) == {"de", "en"}, text.name
        for language in ("de", "en"):
            written = sample_of(text, text.subject[language], text.body[language], language=language)
            assert written.subject
            assert "{" not in written.plain + written.subject, text.name
            assert "‹" not in written.plain, f"{text.name} lacks a sample"


def test_values_are_never_markup():
    values = {
        "name": "<b>Kim</b> [click]({due}) {link}",
        "link": "https://example.org/?a=1&b=2",
        "due": {"day": "2027-03-01"},
    }
    written = write("An {name}", TEXT.body["de"], values, language="de")
    assert "&lt;b&gt;Kim&lt;/b&gt; [click]({due}) {link}" in written.html
    assert '<a href="https://example.org/?a=1&amp;b=2">Ansehen</a>' in written.html
    assert "<b>" not in written.html
    assert 'href="{' not in written.html


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "//evil.example.org"])
def test_only_web_addresses_become_links(target):
    written = write("x", "[Ansehen]({link})", {"link": target}, language="de")
    assert "Ansehen" in written.html
    assert target not in written.html.partition("foot")[0]


@given(name=st.text(max_size=60))
def test_no_name_breaks_the_subject_line(name):
    written = write("An {name}", "x", {"name": name}, language="de")
    assert "\n" not in written.subject
    assert "\r" not in written.subject


def test_days_are_written_out_in_the_reader_s_language():
    values = {"due": {"day": "2027-03-01"}, "link": "https://example.org/"}
    assert write("{due}", "x", values, language="de").subject == "1. März 2027"
    assert write("{due}", "x", values, language="en").subject == "March 1, 2027"


def test_lists_become_lists():
    written = write("x", "{list}\n\n- eins\n- zwei", {"list": ["Frist: 2", "<i>"]}, language="de")
    assert "<ul><li>Frist: 2</li><li>&lt;i&gt;</li></ul>" in written.html
    assert "<ul><li>eins</li><li>zwei</li></ul>" in written.html
    assert "- Frist: 2\n- <i>\n\n- eins\n- zwei" in written.plain


def test_the_organisation_s_words_go_before_the_house_s(db):
    head = acting(make_person(), "head", organisation=7)
    operator = acting(make_person(), "operator", organisation=99)
    save_mail_text(**GOOD, by=operator)
    save_mail_text(**(GOOD | {"subject": "Fertig in der Bezirksregierung"}), by=head)
    assert words_of("notices.run_finished", language="de", organisation=7)[0] == "Fertig in der Bezirksregierung"
    assert words_of("notices.run_finished", language="de", organisation=8)[0] == "Fertig"
    assert words_of("notices.run_finished", language="en", organisation=7)[0].startswith("A piece")
    assert reset_mail_text(name="notices.run_finished", language="de", by=head)
    assert words_of("notices.run_finished", language="de", organisation=7)[0] == "Fertig"


def test_saving_refuses_what_could_not_be_sent(db):
    person = make_person()
    with pytest.raises(ValidationError):
        save_mail_text(**(GOOD | {"body": "{nonsense} {link}"}), by=acting(person, "operator"))
    assert not MailText.objects.exists()


@pytest.mark.parametrize("role", ["editor", "auditor", "caseworker", ""])
def test_others_may_not_edit(db, role):
    by = acting(make_person(), role)
    for action in (save_mail_text, send_test_mail):
        with pytest.raises(NotAllowed):
            action(**GOOD, by=by)


def test_a_test_mail_goes_to_the_editor_alone_and_saves_nothing(db):
    person = make_person(email="kim@example.org")
    send_test_mail(**GOOD, by=acting(person, "operator"))
    mail = Mail.objects.get()
    message = compose(mail, name=person.name)
    assert message.to == ["kim@example.org"]
    assert message.subject == "[Test] Fertig"
    assert not MailText.objects.exists()
