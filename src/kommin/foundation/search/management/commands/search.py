"""`kommin search`: ask the full-text index as an operator does, make it anew."""

from typing import Any

from django.db.models import Count, Max
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kommin.foundation.cli import BadInput, HouseCommand, Subcommands, add_json
from kommin.foundation.search import finding, rebuilding
from kommin.foundation.search.models import Document
from kommin.foundation.search.sources import Source, sources

MOST = 200


class Command(HouseCommand):
    help = "The full-text index: find, status, rebuild."

    def add_subcommands(self, group: Subcommands) -> None:
        find = group.add("find", self.find, help="documents with all these words, best first")
        find.add_argument("words", nargs="+")
        find.add_argument("--kind", help="only documents of this kind (see kommin search status)")
        find.add_argument("--limit", type=int, default=20, help="at most so many (default: %(default)s)")
        add_json(find)
        add_json(group.add("status", self.status, help="how many documents of each kind can be found, and since when"))
        rebuild = group.add("rebuild", self.rebuild, help="make the index anew; the house may go on working")
        rebuild.add_argument("--kind", help="only documents of this kind")
        add_json(rebuild)

    def find(self, *, words: list[str], kind: str | None, limit: int, json: bool, **_options: Any) -> None:
        if not 1 <= limit <= MOST:
            raise BadInput(_("--limit must be 1 to %(most)s.") % {"most": MOST})
        kinds = [source.kind for source in _chosen(kind)] if kind else None
        results = finding.search(" ".join(words), kinds=kinds, scopes=None, limit=limit)
        if results.is_empty_query:
            raise BadInput(_("There is no word in what you are looking for."))
        if json:
            hits = [{"kind": hit.kind, "key": hit.key, "title": hit.plain_title} for hit in results.hits]
            self.print_json({"total": results.total, "more": results.is_more_than_total, "hits": hits})
            return
        self.print_table([_("Kind"), _("Key"), _("Title")], [(h.kind, h.key, h.plain_title) for h in results.hits])
        self.stdout.write(
            (_("more than %(count)s found") if results.is_more_than_total else _("%(count)s found"))
            % {"count": localize(results.total)}
        )

    def status(self, *, json: bool, **_options: Any) -> None:
        counted = Document.objects.values("kind").annotate(documents=Count("pk"), newest=Max("indexed_at"))
        there = {row["kind"]: (row["documents"], row["newest"]) for row in counted}
        rows = [(kind, *there.get(kind, (0, None))) for kind in sorted({*there, *sources})]
        if json:
            self.print_json([{"kind": kind, "documents": count, "newest": newest} for kind, count, newest in rows])
            return
        self.print_table(
            [_("Kind"), _("Index entries"), _("Last written")],
            [(kind, localize(count), localize(localtime(newest)) if newest else "") for kind, count, newest in rows],
            right=[1],
        )

    def rebuild(self, *, kind: str | None, json: bool, **_options: Any) -> None:
        done = {}
        for source in _chosen(kind):
            with self.progress(str(source.label), source.count()) as advance:
                done[source.kind] = rebuilding.rebuild(source, advance=advance)
        forgotten = 0 if kind else rebuilding.forget_unknown(sources)
        if json:
            self.print_json({"documents": done, "forgotten": forgotten})
            return
        for name, count in done.items():
            self.stdout.write(_("%(kind)s: %(count)s documents") % {"kind": name, "count": localize(count)})
        if forgotten:
            self.stdout.write(
                _("%(count)s documents of kinds that do not exist any more were removed.")
                % {"count": localize(forgotten)}
            )


def _chosen(kind: str | None) -> list[Source]:
    if kind is None:
        return list(sources.values())
    if kind not in sources:
        raise BadInput(
            _("There is no kind “%(kind)s”. Known kinds: %(known)s.")
            % {"kind": kind, "known": ", ".join(sorted(sources)) or "-"}
        )
    return [sources[kind]]
