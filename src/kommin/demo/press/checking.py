"""Whether the press desk's data holds together: everything that is named exists, nothing pretends to be real.

`doubts(desk, places)` needs the keys of the register only; `figure_doubts` holds printed figures against a balance.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from kommin.balance.figures import Balance
from kommin.demo.press.reading import Desk, GoodPractice, Page, Release, ReleaseText
from kommin.demo.press.targets import BadTarget, Target, parse
from kommin.demo.press.texts import Block, KeyFigure, Live, Quotation, targets_in

FIRST_DAY, LAST_DAY = date(2005, 4, 1), date(2013, 6, 30)
"""The programme, and half a year in which its last projects ended."""
LONGEST_SENTENCE = 35
LIVE = (
    "balance-figures", "balance-sentence", "by-block", "by-year", "contact-form", "contacts", "downloads",
    "feedback-form", "latest-releases", "map", "practice-list", "sign-video", "topics",
)  # fmt: skip
_INVENTED = ("erfundene Person", "invented person")
_ADDRESS = re.compile(r"[\w.+-]+@([\w.-]+)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„])")
_AMOUNT = re.compile(r"(?P<digits>\d+(?:[.,]\d+)?) (?P<unit>Millionen|million)\b")


def doubts(desk: Desk, places: Collection[str]) -> list[str]:
    """Sentences about what does not fit; none when all is well."""
    found: list[str] = []
    for release in desk.releases:
        found += (f"{release.id}: {each}" for each in _of_release(desk, release, places))
    for practice in desk.practice:
        found += (f"{practice.id}: {each}" for each in _of_practice(desk, practice, places))
    for page in desk.pages:
        found += (f"{page.id}: {each}" for each in _of_page(desk, page))
    for download in desk.downloads.values():
        found += (f"{download.id}: {each}" for each in _of_blocks(desk, download.body))
    found += _of_the_rest(desk)
    return found


def sentences(text: str) -> list[str]:
    """A text taken apart into sentences."""
    return [each for each in _SENTENCE.split(text) if each.strip()]


def figures(desk: Desk) -> Iterator[tuple[str, KeyFigure]]:
    """Every printed figure with where it stands."""
    for release in desk.releases:
        for tag, text in release.texts.items():
            yield from ((f"{release.id}.{tag}", each) for each in text.body if isinstance(each, KeyFigure))
    for download in desk.downloads.values():
        yield from ((download.id, each) for each in download.body if isinstance(each, KeyFigure))


def figure_doubts(
    printed: KeyFigure, balance: Balance, appropriation: Callable[[int], Decimal | None]
) -> Iterator[str]:
    """Whether a figure as printed is what the balance of its day says, rounded to its last printed digit."""
    exact = _exact(printed, balance, appropriation)
    if exact is None:
        yield f"no such figure: {printed.figure}"
        return
    amount = _AMOUNT.search(printed.printed)
    if amount is None:
        if not printed.printed.isdigit() or int(printed.printed) != exact:
            yield f"{printed.figure} is {exact}, printed is {printed.printed}"
        return
    digits = Decimal(amount["digits"].replace(",", "."))
    if round(Decimal(exact) / 1_000_000, -int(digits.as_tuple().exponent)) != digits:
        yield f"{printed.figure} is {exact}, printed is {printed.printed}"


def _exact(
    printed: KeyFigure, balance: Balance, appropriation: Callable[[int], Decimal | None]
) -> int | Decimal | None:
    if printed.figure == "appropriation":
        return appropriation(printed.day.year)
    holder: object = balance
    name = printed.figure
    if name.startswith("in_year."):
        holder, name = balance.by_year.get(printed.day.year), name.removeprefix("in_year.")
    value = getattr(holder, name, None)
    return value if isinstance(value, int | Decimal) else None


def _of_release(desk: Desk, release: Release, places: Collection[str]) -> Iterator[str]:
    day = release.at.date()
    if not release.id.startswith(f"{day.isoformat()}-"):
        yield "its id does not begin with its day"
    if not FIRST_DAY <= day <= LAST_DAY:
        yield f"{day} is outside the programme"
    sender = desk.senders.get(release.sender)
    if sender is None or not sender.valid_from <= day <= sender.valid_until:
        yield f"no sender called {release.sender} on its day"
    yield from _missing("contact", [release.contact], desk.contacts)
    yield from _missing("topic", release.topics, desk.topics)
    yield from _missing("photo", [each.id for each in release.photos], desk.photos)
    yield from _missing("download", release.downloads, desk.downloads)
    yield from _missing("related release", release.related, [each.id for each in desk.releases])
    yield from _missing("place", release.places, places)
    yield from (f"its link leads nowhere: {each.to}" for each in release.links if not _leads(desk, each.to))
    if release.id in release.related:
        yield "is related to itself"
    if not release.photos or not release.topics:
        yield "has no photo or no topic"
    if release.correction and release.correction.on < day:
        yield "was corrected before it appeared"
    for tag, text in release.texts.items():
        yield from (f"{tag}: {each}" for each in _of_text(desk, text, {each.id for each in release.photos}))


def _of_text(desk: Desk, text: ReleaseText, photos: set[str]) -> Iterator[str]:
    for sentence in sentences(text.lead):
        if len(sentence.split()) > LONGEST_SENTENCE:
            yield f"a long sentence in the lead: {sentence}"
    if set(text.captions) != photos or not all(text.captions.values()):
        yield "captions and photos are not the same"
    yield from _of_blocks(desk, text.body)


def _of_blocks(desk: Desk, blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Quotation) and block.person not in desk.people:
            yield f"nobody called {block.person}"
        if isinstance(block, Live) and block.name not in LIVE:
            yield f"nothing live called {block.name}"
        yield from (f"a link leads nowhere: {each}" for each in targets_in(block) if not _leads(desk, each))


def _of_practice(desk: Desk, practice: GoodPractice, places: Collection[str]) -> Iterator[str]:
    yield from _missing("topic", [practice.topic], desk.topics)
    yield from _missing("photo", [practice.photo], desk.photos)
    yield from _missing("contact", [practice.contact], desk.contacts)
    yield from _missing("download", practice.downloads, desk.downloads)
    yield from _missing("place", [practice.municipality], places)
    yield from _missing("language", ("de", "en"), practice.texts)
    if not practice.problems:
        yield "names no problem to search by"


def _of_page(desk: Desk, page: Page) -> Iterator[str]:
    yield from _missing("photo", [page.photo] if page.photo else [], desk.photos)
    yield from _missing("contact", page.contacts, desk.contacts)
    yield from _missing("download", page.downloads, desk.downloads)
    if page.kind != "introduction":
        yield from _missing("language", ("de", "en"), page.texts)
    for tag, text in page.texts.items():
        if not text.title or not text.lead or not text.body:
            yield f"{tag}: without title, lead or body"
        yield from _of_blocks(desk, text.body)


def _of_the_rest(desk: Desk) -> Iterator[str]:
    for photo in desk.photos.values():
        yield from (f"photo {photo.id}: no text for {tag}" for tag in ("de", "en") if not photo.alt.get(tag))
    for person in desk.people.values():
        if not all(word in person.office[tag] for word, tag in zip(_INVENTED, ("de", "en"), strict=True)):
            yield f"person {person.id}: is not said to be invented"
    for contact in desk.contacts.values():
        if not all(host == "example.org" for host in _ADDRESS.findall(contact.email)):
            yield f"contact {contact.id}: {contact.email} is not under example.org"
        if not contact.phone.startswith("0221 4710-"):
            yield f"contact {contact.id}: {contact.phone} may ring somewhere"


def _missing(what: str, names: Iterable[str], known: Collection[str] | Mapping[str, object]) -> Iterator[str]:
    return (f"no {what} called {name}" for name in names if name not in known)


def _leads(desk: Desk, text: str) -> bool:
    try:
        target = parse(text)
    except BadTarget:
        return False
    return _exists(desk, target)


def _exists(desk: Desk, target: Target) -> bool:
    """Projects and balances are held against the records in a test of their own."""
    match target.kind:
        case "release":
            return any(each.id == target.name for each in desk.releases)
        case "page":
            return any(each.id == target.name for each in desk.pages)
        case "topic":
            return target.name in desk.topics
        case "download":
            return target.name in desk.downloads
    return True
