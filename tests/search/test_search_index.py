"""The full-text index: the same hits on every database, whatever is typed."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kommin.foundation.cli import BadInput
from kommin.foundation.search import index, sources
from kommin.foundation.search.finding import COUNTED_UP_TO, MOST_RANKED
from kommin.foundation.search.models import Document

pytestmark = pytest.mark.django_db
SPELLS_OUT = connection.vendor == "sqlite"
"""Whether the words that begin as typed are looked up first, by a query of their own."""

TEXTS = {
    "1": ("Sprachmittlung in der Städteregion Aachen", "Ein Netz von Sprachmittlerinnen hilft bei Ämtern und Schulen."),
    "2": ("Integrationskonzept für Düren", "Die Stadt schreibt ihr Konzept fort: Straßen, Häuser, Begegnung."),
    "3": ("Begegnung im Stadtteil", "Elterncafés in drei Häusern. Sprache lernen, sprechen; Sprachmittlung nebenbei."),
    "4": ("E-Mail-Sprechstunde", "Beratung per E-Mail; Aktenzeichen KI-2026-0004."),
    "5": ("Café International", "Treffpunkt der Gemeinden; Kre\N{SOFT HYPHEN}feld und Mönchen\N{NOT SIGN}\ngladbach."),
}  # fmt: skip


@pytest.fixture
def library() -> None:
    index.index_documents(
        kind="test.book",
        entries=[
            index.Entry(key=key, title=title, text=text, scopes=[f"shelf:{int(key) % 2}"], public=key != "3")
            for key, (title, text) in TEXTS.items()
        ],
    )


def found(query: str, **limits: Any) -> list[str]:
    results = index.search(query, **{"kinds": ["test.book"], "scopes": None} | limits)
    assert len(results.hits) == results.total
    return [hit.key for hit in results.hits]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("Sprachmittlung", ["1", "3"]),
        ("sprachmittl", ["1", "3"]),
        ("Haus", ["2", "3"]),
        ("HAEUSER", ["2", "3"]),
        ("Hauser", ["2", "3"]),
        ("Strasse", ["2"]),
        ("Straße", ["2"]),
        ("Dueren", ["2"]),
        ("Duren", ["2"]),
        ("Städte\N{NOT SIGN}region", ["1"]),
        ("Krefeld", ["5"]),
        ("Moenchengladbach", ["5"]),
        ("cafe", ["5"]),
        ("Gemeinde", ["5"]),
        ("Begegnung Stadtteil", ["3"]),
        ("Begegnung", ["3", "2"]),
        ("Email", ["4"]),
        ("E-Mail", ["4"]),
        ("KI-2026-0004", ["4"]),
        ("ki 2026 0004", ["4"]),
        ("2026-00", ["4"]),
        ("Sprache und Elterncafé", ["3"]),
        ("Konzept Dü", []),
        ("Konzept Dür", ["2"]),
        ("Sprachmittlung Xanten", []),
        ("in der", ["1"]),
        ('"Begegnung" AND OR NOT (Stadtteil*', ["3"]),
    ],
)
def test_what_people_type_meets_what_is_written(library: None, query: str, keys: list[str]) -> None:
    assert found(query) == keys


def test_scope_kind_language_and_publicity_narrow_the_search(library: None) -> None:
    assert found("Sprachmittlung", scopes=["shelf:1"]) == ["1", "3"]
    assert found("Begegnung", scopes=["shelf:0"]) == ["2"]
    assert found("Begegnung", scopes=["shelf:0", "shelf:1"]) == ["3", "2"]
    assert found("Begegnung", scopes=["shelf"]) == []
    assert found("Begegnung", public=True) == ["2"]
    assert found("Begegnung", kinds=["test.film"]) == []
    assert found("Begegnung", kinds=None) == ["3", "2"]
    assert found("Begegnung", languages=["en"]) == []
    assert found("Begegnung", languages=["de"]) == ["3", "2"]


def test_whoever_may_see_no_scope_finds_nothing(library: None) -> None:
    assert found("Begegnung", scopes=[]) == []
    assert found("Begegnung", kinds=[]) == []
    assert not index.matching(Document.objects.all(), "Begegnung", kind="test.book", scopes=[]).exists()


def test_a_filter_is_no_word_that_can_be_typed(library: None) -> None:
    for query in ("kbook", "ktest_2e_book", "cshelf_3a_1", "shelf:1", "p", "lde", "tbegegnung"):
        assert found(query) == []


def test_languages_are_stemmed_by_their_own_rules() -> None:
    index.index_document(kind="test.book", key=7, title="Municipalities and their houses", language="en")
    index.index_document(kind="test.book", key=7, title="Gemeinden und ihre Häuser", language="de")
    assert found("municipality", languages=["en"]) == ["7"]
    assert found("municipality") == ["7"]
    assert found("Gemeinde Haus", languages=["de"]) == ["7"]
    index.remove_document(kind="test.book", key=7)
    assert found("municipality") == found("Gemeinde") == []


def test_the_title_counts_more_than_the_text_and_often_more_than_once() -> None:
    index.index_document(kind="test.book", key="text", title="Jahresbericht", text="Radweg " + "und vieles mehr " * 300)
    index.index_document(kind="test.book", key="often", title="Bericht", text="Radweg, Radweg und wieder Radweg.")
    index.index_document(kind="test.book", key="title", title="Ein Radweg für alle", text="Näheres folgt.")
    index.index_document(kind="test.book", key="exact", title="Radweg", text="Näheres folgt.")
    index.index_document(kind="test.book", key="apart", title="Weg und Ziel", text="Ein Rad, ein Weg, Lust auf mehr.")
    index.index_document(kind="test.book", key="together", title="Ziel und Weg", text="Am Rad Weg bauen, ein Ziel.")
    assert found("Radweg") == ["exact", "title", "often", "text"]
    assert found("Rad Weg") == ["together", "apart"]


def test_a_changed_document_is_found_as_it_is_now(library: None) -> None:
    index.index_document(kind="test.book", key="2", title="Schwimmbad", text="Jetzt anders.", scopes=["shelf:9"])
    assert found("Integrationskonzept") == []
    assert found("Schwimmbad", scopes=["shelf:9"]) == ["2"]
    index.remove_document(kind="test.book", key="2")
    index.remove_document(kind="test.book", key="2")
    assert found("Schwimmbad") == []
    assert _words() == Document.objects.count() == 4


def test_an_unchanged_document_is_not_written_again(library: None, django_assert_num_queries: Any) -> None:
    title, text = TEXTS["3"]
    with django_assert_num_queries(3):  # savepoint, look, release
        index.index_document(kind="test.book", key="3", title=title, text=text, scopes=["shelf:1"])


def test_of_one_thing_named_twice_the_later_counts() -> None:
    entries = [index.Entry(key="1", title="Erster Stand"), index.Entry(key="1", title="Zweiter Stand")]
    index.index_documents(kind="test.book", entries=entries)
    assert (found("Erster"), found("Zweiter")) == ([], ["1"])


def test_an_action_that_fails_leaves_no_trace(library: None) -> None:
    with transaction.atomic():
        index.index_document(kind="test.book", key="2", title="Schwimmbad")
        index.remove_document(kind="test.book", key="3")
        transaction.set_rollback(True)
    assert found("Schwimmbad") == []
    assert found("Integrationskonzept") == ["2"]
    assert found("Elterncafé") == ["3"]


@pytest.mark.parametrize(
    "query",
    [
        "", " ", "???", "\"'", "' OR 1=1 --", "\\", "*", "a*", "(", ")", "AND", "NEAR(a b)", "words:", "^", "&|!", ":*",
        "<->", "%s %(x)s", "{}",
        "x" * 10_000, "wort " * 2_000, "a-b-" * 2_000, "\x00", "ab\x00cd", "\ud800", "😀", "мир", "文字",
        "١٢٣", "_", "-", "--",
    ],
)  # fmt: skip
def test_no_query_is_an_error(library: None, query: str) -> None:
    results = index.search(query, kinds=None, scopes=None)
    assert results.total == 0
    list(index.matching(Document.objects.all(), query, kind="test.book"))
    index.highlighted("Ein Text", index.understand(query))


def test_scripts_of_other_languages_are_found_on_every_database() -> None:
    index.index_document(kind="test.book", key="1", title="Мир и дружба", text="文字 und ܐܒܓ")
    assert found("мир") == found("друж") == found("文字") == found("ܐܒܓ") == ["1"]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40), text=st.text(max_size=60))
def test_any_text_can_be_stored_asked_and_shown(query: str, text: str, db: None) -> None:
    index.index_document(kind="test.any", key="1", title=text, text=text * 3)
    index.search(query, kinds=None, scopes=None)
    shown = index.excerpt(text, index.understand(query), length=20)
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(["Haus", "Häuser", "Straße", "Rad-Weg", "E-Mail", "Köln", "Koeln", "2026", "Café"]),
        min_size=1,
        max_size=8,
    ),
    picked=st.data(),
)  # fmt: skip
def test_a_text_is_found_by_any_words_of_it(words: list[str], picked: Any, db: None) -> None:
    index.index_document(kind="test.any", key="1", title="Titel", text=" / ".join(words))
    some = picked.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))
    change = picked.draw(st.sampled_from([str.upper, str.lower, str.title, lambda w: w[:4] if len(w) > 3 else w]))
    some[-1] = change(some[-1])
    assert [hit.key for hit in index.search(" ".join(some), kinds=["test.any"], scopes=None).hits] == ["1"]


def test_snippets_are_safe_and_mark_what_was_found() -> None:
    text = (
        "<script>alert(1)</script> "
        + "Füllwort " * 80
        + "Das Müller & Söhne-Haus <b>steht</b> hier. "
        + "Füllwort " * 80
    )
    index.index_document(kind="test.book", key="1", title="Häuser <i>", text=text)
    hit = index.search("haus muller", kinds=None, scopes=None).hits[0]
    assert hit.title == "<mark>Häuser</mark> &lt;i&gt;"
    assert "<mark>Müller</mark> &amp; Söhne-<mark>Haus</mark> &lt;b&gt;" in hit.snippet
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert len(strip_tags(hit.snippet)) < 300
    assert "<script" not in hit.snippet


def test_a_text_without_the_words_is_shown_from_its_beginning() -> None:
    assert index.excerpt("Anfang " * 100, index.understand("Ende"), length=30).startswith("Anfang Anfang")
    assert index.excerpt("kurz", index.understand("Ende")) == "kurz"


def test_a_common_word_is_counted_and_ranked_within_bounds(django_assert_num_queries: Any) -> None:
    index.index_documents(
        kind="test.book",
        entries=[index.Entry(key=str(n), title=f"Band {n}", text="Förderung") for n in range(COUNTED_UP_TO + 50)]
        + [index.Entry(key="best", title="Förderung"), index.Entry(key="last", title="Letzter Band", text="Förderung")],
    )
    with django_assert_num_queries(5 + 2 * SPELLS_OUT):
        results = index.search("Förderung", kinds=["test.book"], scopes=None, limit=3)
    assert [hit.key for hit in results.hits] == ["best", "last", str(COUNTED_UP_TO + 49)]
    assert (results.total, results.is_more_than_total, results.reachable) == (COUNTED_UP_TO, True, MOST_RANKED)
    assert not index.search("Förderung", kinds=["test.book"], scopes=None, offset=MOST_RANKED).hits


def test_a_beginning_finds_the_same_whether_few_or_very_many_words_begin_so(
    library: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for most in (64, 1, 0):
        monkeypatch.setattr("kommin.foundation.search.engines.MOST_SPELLED_OUT", most)
        found = {hit.key for hit in index.search("Sprach", kinds=None, scopes=None).hits}
        assert found == {"1", "3"}, most
        assert not index.search("Sprachlos", kinds=None, scopes=None).hits


def test_pages_follow_each_other(library: None) -> None:
    first = index.search("Sprachmittlung", kinds=None, scopes=None, limit=1)
    second = index.search("Sprachmittlung", kinds=None, scopes=None, limit=1, offset=1)
    assert [hit.key for hit in (*first.hits, *second.hits)] == ["1", "3"]
    assert first.total == second.total == 2


def test_a_list_is_filtered_by_few_and_by_many_hits(
    library: None, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows of the index stand for the rows of a room here."""
    numbers = dict(Document.objects.values_list("key", "pk"))
    for key, number in numbers.items():
        index.index_document(kind="test.row", key=number, title=TEXTS[key][0])
    books = Document.objects.filter(kind="test.book")
    with django_assert_num_queries(2 + SPELLS_OUT):
        rows = list(index.matching(books, "Begegnung", kind="test.row").filter(public=False))
    assert [row.key for row in rows] == ["3"]
    assert not index.matching(books, "???", kind="test.row").exists()
    monkeypatch.setattr("kommin.foundation.search.finding.LISTED_UP_TO", 0)
    assert [row.key for row in index.matching(books, "Begegnung", kind="test.row").filter(public=False)] == ["3"]


@pytest.mark.parametrize("far_apart", [100, 0])
def test_the_first_of_very_many_hits_come_in_the_order_of_the_list(
    far_apart: int, library: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kommin.foundation.search.finding.LISTED_UP_TO", 4)
    monkeypatch.setattr("kommin.foundation.search.engines.FAR_APART", far_apart)
    titles = {number: f"{'Bericht' if number % 5 == 0 else 'Begegnung'} {number}" for number in range(10, 50)}
    for number, title in titles.items():
        index.index_document(kind="test.book", key=str(number), title=title)
    for book in Document.objects.filter(kind="test.book", key__in=map(str, titles)):
        index.index_document(kind="test.row", key=str(book.pk), title=book.title)
    books_in_order = Document.objects.filter(kind="test.book").order_by("-key")
    matches = index.matches("Begegnung", kind="test.row")
    assert matches.hits.keys is None
    # PostgreSQL looks at some documents in the order in which they lie, which is not that of their numbers.
    assert matches.hits.lie_close or connection.vendor == "postgresql"
    wanted = [book.pk for book in books_in_order if book.title.startswith("Begegnung") and int(book.key) in titles]
    assert matches.first(books_in_order, 12) == wanted[:12]
    assert matches.first(books_in_order, 100) == list(matches.among(books_in_order).values_list("pk", flat=True))


def test_similar_documents_share_telling_words(library: None) -> None:
    for number in range(10, 40):
        index.index_document(
            kind="test.book", key=str(number), title=f"Bericht {number}", text="Ein Bericht aus der Stadt."
        )

    def like(title: str, text: str = "", scopes: list[str] | None = None, **more: Any) -> list[index.Hit]:
        return index.similar(index.Likeness(title=title, text=text, kinds=["test.book"], scopes=scopes, **more))

    hits = like("Sprachmittlung für Schulen", "Ein Bericht aus der Stadt")
    assert [hit.key for hit in hits] == ["1", "3"]
    assert "<mark>Sprachmittlung</mark>" in hits[0].title
    assert [hit.key for hit in like(TEXTS["1"][0], without=[("test.book", "1")])] == ["3"]
    assert like("Sprachmittlung", scopes=[]) == []
    assert like("", "und der die") == []


@pytest.fixture
def source(library: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[index.Entry]]:
    """What the room of books holds; changing the list changes the room."""
    books = [index.Entry(key=key, title=title, text=text) for key, (title, text) in TEXTS.items()]
    known = {"test.book": index.Source("test.book", "Bücher", entries=lambda: iter(books), count=lambda: len(books))}
    monkeypatch.setattr(sources, "sources", known)
    monkeypatch.setattr("kommin.foundation.search.management.commands.search.sources", known)
    return books


def test_the_index_is_made_anew_from_what_the_rooms_hold(source: list[index.Entry], capsys: Any) -> None:
    numbers = dict(Document.objects.values_list("key", "pk"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_words")
    del source[0]
    index.index_document(kind="test.gone", key="1", title="Aus einem Zimmer von früher")
    assert found("Begegnung") == []
    call_command("search", "rebuild", json=True)
    assert json.loads(capsys.readouterr().out) == {"documents": {"test.book": 4}, "forgotten": 1}
    assert found("Begegnung") == ["3", "2"]
    assert found("Städteregion") == []
    assert _words() == Document.objects.count() == 4
    assert all(numbers[key] == pk for key, pk in Document.objects.values_list("key", "pk")), "the order of equals stays"


def test_the_command_finds_and_says_what_is_there(source: list[index.Entry], capsys: Any) -> None:
    call_command("search", "find", "Begegnung", json=True)
    assert [hit["key"] for hit in json.loads(capsys.readouterr().out)["hits"]] == ["3", "2"]
    call_command("search", "find", "Begegnung", "Stadtteil", kind="test.book", lang="de")
    assert "1 gefunden" in capsys.readouterr().out
    call_command("search", "status", json=True)
    assert json.loads(capsys.readouterr().out)[0]["documents"] == 5
    call_command("search", "status")
    assert "test.book" in capsys.readouterr().out
    call_command("search", "rebuild", kind="test.book", lang="de")
    assert "test.book: 5 Dokumente" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["find", "???"], "kein Wort"),
        (["find", "Haus", "--limit", "0"], "--limit"),
        (["find", "Haus", "--kind", "test.film"], "test.film"),
        (["rebuild", "--kind", "test.film"], "Bekannte Arten: test.book"),
    ],
)
def test_the_command_says_what_is_wrong(source: list[index.Entry], arguments: list[str], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        call_command("search", *arguments, "--lang", "de")


def test_two_sources_of_one_kind_are_a_mistake(source: list[index.Entry]) -> None:
    with pytest.raises(ValueError, match=r"test\.book"):
        sources.register_source(index.Source("test.book", "Andere", entries=list, count=int))


def _words() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_words")
        return int(cursor.fetchone()[0])
