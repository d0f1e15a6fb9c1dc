"""What an import would do: what is new, changed, the same or gone, which addresses it redirects, which files it takes.

known = {"guid-1": Known("guid-1", content_hash, target="release 17", title="…")}
plan = make_plan(reading, clean, known=known, taken={"/kontakt": "…"}, bundle=open_bundle(folder))
plan.counts                      # {"new": 38, "same": 2, …}; a second run has only "same"
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from kommin.portal.old_releases.bundle import Bundle
from kommin.portal.old_releases.cleaning import CleanRelease
from kommin.portal.old_releases.doubts import Doubt, doubt
from kommin.portal.old_releases.reading import Reading
from kommin.portal.old_releases.releases import OldAttachment

MOST_GONE = 0.5
"""Of the releases taken over before; when more are missing, the file is probably not the whole one."""
_LONGEST_ADDRESS = 2_000


class What(StrEnum):
    """What happens to one release."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Known:
    """A release that an earlier run took over.

    Attributes:
        identity: in its source.
        content_hash: of the source as it was then.
        target: what it became here, in whatever words the caller knows it by.
        title: for the report.
        missing: addresses of files that were not given then.
    """

    identity: str
    content_hash: str
    target: str = ""
    title: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A picture or document to take along.

    Attributes:
        address: where it was.
        name: which file of the bundle it is; empty where it is missing.
    """

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """What happens to one release.

    Attributes:
        release: cleaned.
        target: what it is here already; empty for a new one.
        redirects: old paths (with their query) that shall lead to it; none for one that stays the same, so that what
            an editor took away later does not come back.
        images, attachments: files to take along; of a release that stays the same only those that were missing.
    """

    what: What
    release: CleanRelease
    target: str = ""
    redirects: tuple[str, ...] = ()
    images: tuple[File, ...] = ()
    attachments: tuple[File, ...] = ()

    @property
    def identity(self) -> str:
        return self.release.source.identity

    @property
    def missing(self) -> tuple[str, ...]:
        """Addresses of files that are not there, to be kept for the next run."""
        return tuple(file.address for file in (*self.images, *self.attachments) if not file.name)


@dataclass(frozen=True)
class Plan:
    """What an import would do.

    Attributes:
        planned: in the order of the file.
        gone: taken over before and no longer in the file; they stay as they are.
        doubts: of reading, cleaning and planning.
    """

    planned: Sequence[Planned]
    gone: Sequence[Known] = ()
    doubts: Sequence[Doubt] = field(default=())

    @property
    def counts(self) -> dict[str, int]:
        """How many releases, redirects and files, and how many doubts a person should look at."""
        what = Counter(planned.what.value for planned in self.planned)
        files = [file for planned in self.planned for file in (*planned.images, *planned.attachments)]
        return {
            **{one.value: what[one.value] for one in What},
            "gone": len(self.gone),
            "redirects": sum(len(planned.redirects) for planned in self.planned),
            "files": sum(bool(file.name) for file in files),
            "files_missing": sum(not file.name for file in files),
            "to_check": sum(one.to_check for one in self.doubts),
            "told": sum(not one.to_check for one in self.doubts),
        }

    @property
    def changes_nothing(self) -> bool:
        """Whether everything is here already, as it is in the file."""
        return all(
            one.what == What.SAME and not any(file.name for file in (*one.images, *one.attachments))
            for one in self.planned
        )

    def doubts_by_kind(self) -> dict[str, list[Doubt]]:
        """Doubts in groups, those to be looked at first, the largest group first."""
        groups: dict[str, list[Doubt]] = {}
        for one in self.doubts:
            groups.setdefault(one.kind, []).append(one)
        return dict(sorted(groups.items(), key=lambda group: (not group[1][0].to_check, -len(group[1]))))

    def to_json(self) -> dict[str, Any]:
        """The report as it is kept and as the command prints it."""
        return {
            "counts": self.counts,
            "releases": [
                {
                    "what": one.what.value,
                    "identity": one.identity,
                    "title": one.release.title,
                    "published": one.release.source.published.isoformat() if one.release.source.published else None,
                    "target": one.target,
                    "redirects": list(one.redirects),
                    "images": [{"address": file.address, "name": file.name} for file in one.images],
                    "attachments": [{"address": file.address, "name": file.name} for file in one.attachments],
                }
                for one in self.planned
            ],
            "gone": [{"identity": one.identity, "title": one.title, "target": one.target} for one in self.gone],
            "doubts": [{**one.to_json(), "text": one.text, "to_check": one.to_check} for one in self.doubts],
        }


def make_plan(
    reading: Reading,
    releases: Sequence[CleanRelease],
    *,
    known: Mapping[str, Known] | None = None,
    taken: Mapping[str, str] | None = None,
    hosts: Collection[str] = (),
    bundle: Bundle | None = None,
    now: datetime | None = None,
) -> Plan:
    """What taking over these releases would do. Decides nothing and changes nothing.

    Args:
        reading: of the file.
        releases: the releases of the reading, cleaned.
        known: identity → what an earlier run of this source took over.
        taken: path here → what it leads to, so that none is overwritten: the target of a redirect in the words of
            `Known.target`, or empty for a page.
        hosts: of the old site; empty where the addresses of the file tell.
        bundle: files given beside.
        now: aware; releases after it are told.
    """
    known = known or {}
    doubts: list[Doubt] = []
    redirects = _Redirects(releases, known, taken or {}, hosts)
    files = _Files(bundle or Bundle())
    planned = []
    for release in releases:
        source = release.source
        before = known.get(source.identity)
        if now is not None and source.published is not None and source.published > now:
            doubts.append(doubt("future", "published", value=f"{source.published:%d.%m.%Y}").of(source.identity))
        what = What.NEW if before is None else What.CHANGED
        if before is not None and before.content_hash == source.content_hash:
            what = What.SAME
        leads = redirects.of(release)
        only = set(before.missing) if before is not None and what == What.SAME else None
        planned.append(
            Planned(
                what,
                release,
                before.target if before else "",
                () if what == What.SAME else leads,
                files.of(release, (image.address for image in release.all_images), "image", only),
                files.of(release, redirects.of_the_old_site(release.attachments), "attachment", only),
            )
        )
    here = {release.source.identity for release in releases}
    gone = [one for identity, one in known.items() if identity not in here]
    found = [*reading.doubts, *(one for release in releases for one in release.doubts), *doubts, *redirects.doubts]
    settled = {one.identity for one in planned if one.what == What.SAME}
    told = [one for one in found if one.entry not in settled]  # an earlier run told the others
    return Plan(planned, gone, [*told, *files.doubts, *_gone_doubts(gone, known)])


def _gone_doubts(gone: Sequence[Known], known: Mapping[str, Known]) -> list[Doubt]:
    if len(gone) > MOST_GONE * len(known):
        return [doubt("many_gone", value=len(gone), other=len(known))]
    return [doubt("gone", text=one.title or one.identity).of(one.identity) for one in gone]


# ---- redirects


class _Redirects:
    """Which old path leads to which release; each path to one, and none that is in use here."""

    def __init__(
        self,
        releases: Sequence[CleanRelease],
        known: Mapping[str, Known],
        taken: Mapping[str, str],
        hosts: Collection[str],
    ) -> None:
        self.doubts: list[Doubt] = []
        self._known = known
        self._taken = {old_path(path): target for path, target in taken.items()}
        self._hosts = {host.lower() for host in hosts} or _usual_hosts(releases)
        self._leads_to: dict[str, CleanRelease] = {}

    def of(self, release: CleanRelease) -> tuple[str, ...]:
        """The paths to be redirected to a release; those that lead there already are left out."""
        source = release.source
        found = []
        for address in source.addresses:
            path, kind, told = self._path(address, release)
            if kind:
                self.doubts.append(doubt(kind, "addresses", text=path or address, other=told).of(source.identity))
            elif path and path not in found:
                found.append(path)
        return tuple(found)

    def of_the_old_site(self, attachments: Iterable[OldAttachment]) -> Iterator[str]:
        """Addresses of documents that vanish with the old site; those of others stay links."""
        return (one.address for one in attachments if _host(one.address) in {"", *self._hosts})

    def _path(self, address: str, release: CleanRelease) -> tuple[str, str, str]:
        """The path, the kind of doubt that stands in its way, and what the doubt names."""
        path = old_path(address)
        if not path or len(path) > _LONGEST_ADDRESS:
            return "", "bad_address", ""
        host = urlsplit(address).hostname
        if host and host.lower() not in self._hosts:
            return "", "redirect_foreign", ""
        if path == "/":
            return "", "redirect_home", ""
        first = self._leads_to.setdefault(path, release)
        if first is not release:
            return path, "redirect_shared", first.title
        before = self._known.get(release.source.identity)
        leads_to = self._taken.get(path)
        if leads_to is None:
            return path, "", ""
        if before is not None and before.target == leads_to:
            return "", "", ""  # as an earlier run left it
        return path, "redirect_taken" if not leads_to else "redirect_moved", leads_to


def _usual_hosts(releases: Iterable[CleanRelease]) -> set[str]:
    """The host most addresses are of, with and without "www."."""
    hosts: Counter[str] = Counter()
    for release in releases:
        hosts.update(set(filter(None, map(_host, release.source.addresses))))
    if not hosts:
        return set()
    usual = hosts.most_common(1)[0][0]
    bare = usual.removeprefix("www.")
    return {bare, f"www.{bare}"}


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def old_path(address: str) -> str:
    """The path of an address with its query, written in one way; empty for what is no address of a page.

    >>> old_path("https://alt.example.org/presse/%c3%bcbersicht/?id=7#oben")
    '/presse/%C3%BCbersicht/?id=7'
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"", "http", "https"} or (parts.scheme and not parts.netloc):
        return ""
    path = quote(unquote(parts.path), safe="/!$&'()*+,;=:@~")
    path = f"/{path.lstrip('/')}"
    return f"{path}?{parts.query}" if parts.query else path


# ---- files


class _Files:
    """Which files of the bundle the addresses mean."""

    def __init__(self, bundle: Bundle) -> None:
        self.doubts: list[Doubt] = []
        self._bundle = bundle

    def of(
        self, release: CleanRelease, addresses: Iterable[str], kind: str, only: Collection[str] | None
    ) -> tuple[File, ...]:
        """Files to take along.

        Args:
            kind: "image" or "attachment".
            only: addresses that were missing before; None for all.
        """
        found = []
        for address in dict.fromkeys(addresses):
            if only is not None and address not in only:
                continue
            names = self._bundle.find(address)
            if len(names) == 1:
                found.append(File(address, names[0]))
                continue
            if names:
                told = doubt("image_ambiguous", f"{kind}s", text=address, value=", ".join(names[:5]))
            else:
                told = doubt(f"{kind}_missing", f"{kind}s", text=address)
            self.doubts.append(told.of(release.source.identity))
            found.append(File(address))
        return tuple(found)
