"""Putting documents into the index and taking them out, in the transaction of the action that changed them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kommin.foundation.search import engines
from kommin.foundation.search.folding import strip_invisible
from kommin.foundation.search.models import Document
from kommin.foundation.search.tokens import Tokens, tokens_of

BATCH = 500
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a room says of one thing that can be found.

    `key` is how the room finds it again (mostly the number of a row, as text). `scopes` are names within which it can
    be searched, such as `authority:3`; a search that names no scope finds it too, so a room names those its reader may
    see. `language` is that of the texts.
    """

    key: str
    title: str
    text: str = ""
    scopes: Sequence[str] = ()
    public: bool = False
    language: str = "de"


def index_document(
    *,
    kind: str,
    key: str | int,
    title: str,
    text: str = "",
    scopes: Sequence[str] = (),
    public: bool = False,
    language: str = "de",
) -> None:
    """Make a thing findable, or findable as it is now; call it in the action that changed it.

    Nothing is written when the document is the same as before. One thing may have a document in each language.

    Raises:
        KeyError: no stemming is known for the language.
    """
    entry = Entry(key=str(key), title=title, text=text, scopes=tuple(scopes), public=public, language=language)
    index_documents(kind=kind, entries=[entry])


def index_documents(
    *,
    kind: str,
    entries: Iterable[Entry],
    even_if_same: bool = False,
    advance: Callable[[int], None] = lambda _done: None,
) -> int:
    """The same for many of one kind, some hundreds at a time in one transaction each; returns how many there were."""
    done = 0
    for batch in in_batches(entries):
        with transaction.atomic():
            _write(kind, batch, even_if_same=even_if_same)
        done += len(batch)
        advance(len(batch))
    return done


def remove_document(*, kind: str, key: str | int) -> None:
    """Make a thing unfindable, in all languages; nothing happens if it was not there."""
    remove_documents(kind=kind, keys=[key])


def remove_documents(*, kind: str, keys: Iterable[str | int]) -> int:
    """The same for many; returns how many documents went."""
    return sum(
        erase(Document.objects.filter(kind=kind, key__in=batch)) for batch in in_batches(str(key) for key in keys)
    )


def erase(documents: QuerySet[Document]) -> int:
    """Remove documents with their words; returns how many went."""
    gone = 0
    for numbers in in_batches(list(documents.values_list("pk", flat=True))):
        with transaction.atomic():
            engines.erase_words(numbers)
            gone += Document.objects.filter(pk__in=numbers).delete()[0]
    return gone


def in_batches(things: Iterable[Thing], size: int = BATCH) -> Iterator[list[Thing]]:
    source = iter(things)
    while batch := list(islice(source, size)):
        yield batch


def _write(kind: str, entries: Sequence[Entry], *, even_if_same: bool) -> None:
    """Write what has changed (everything, if `even_if_same`); of two entries with one key the later counts."""
    drafts = {(entry.key, entry.language): _draft(kind, entry) for entry in entries}
    if not even_if_same:
        known = Document.objects.filter(kind=kind, key__in={key for key, _ in drafts})
        for key, language, digest in known.values_list("key", "language", "digest"):
            draft = drafts.get((key, language))
            if draft and draft[0].digest == digest:
                del drafts[key, language]
    if not drafts:
        return
    documents = Document.objects.bulk_create(
        [document for document, _ in drafts.values()],
        update_conflicts=True,
        unique_fields=["kind", "key", "language"],
        update_fields=["public", "title", "text", "title_stems", "text_stems", "digest", "indexed_at"],
    )
    tokens_by_document = (tokens.all for _, tokens in drafts.values())
    engines.write_words(
        (document.pk, document.key, words) for document, words in zip(documents, tokens_by_document, strict=True)
    )


def _draft(kind: str, entry: Entry) -> tuple[Document, Tokens]:
    title, text = _clean(entry.title), _clean(entry.text)
    tokens = tokens_of(
        kind=kind, title=title, text=text, scopes=entry.scopes, public=entry.public, language=entry.language
    )
    everything = "\0".join([title, text, *tokens.all])
    document = Document(
        kind=kind, key=entry.key, language=entry.language, public=entry.public, title=title, text=text,
        title_stems=tokens.title_stems, text_stems=tokens.text_stems,
        digest=hashlib.sha256(everything.encode()).hexdigest(), indexed_at=timezone.now(),
    )  # fmt: skip
    return document, tokens


def _clean(text: str) -> str:
    """One line of what can be seen, in letters that every database can store."""
    return " ".join(strip_invisible(text.encode(errors="ignore").decode()).split())
