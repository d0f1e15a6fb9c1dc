"""The budget as pages and exports show it: per year and authority what there is, what is committed, what is free."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet

from kommin.decisions.models import Basis, Commitment, Transfer
from kommin.foundation.access import Actor
from kommin.people.models import Kind, Organisation, Role
from kommin.people.models.dated import today
from kommin.people.standing import name_in_force
from kommin.programmes.models import Appropriation, AppropriationShare, Programme
from kommin.programmes.sums import MoneySum

ZERO = Decimal("0.00")
MOST_SHARES = 2000


@dataclass(frozen=True)
class ShareLine:
    """One authority's share of one title in one year."""

    share: AppropriationShare
    authority: str

    @property
    def year(self) -> int:
        return self.share.appropriation.year

    @property
    def title(self) -> str:
        return f"{self.share.appropriation.chapter} / {self.share.appropriation.title}"

    @property
    def closed(self) -> bool:
        return self.share.appropriation.closed_at is not None


@dataclass
class YearOfMeans:
    """All shares of a year with their sums, and what no authority was given yet (None for an authority's own view)."""

    year: int
    lines: list[ShareLine] = field(default_factory=list)
    appropriations: dict[int, Appropriation] = field(default_factory=dict)
    whole: bool = True

    @property
    def closed(self) -> bool:
        return any(row.closed_at for row in self.appropriations.values())

    @property
    def cash(self) -> Decimal:
        return self._sum("cash")

    @property
    def commitment(self) -> Decimal:
        return self._sum("commitment")

    @property
    def committed_cash(self) -> Decimal:
        return sum((line.share.committed_cash for line in self.lines), ZERO)

    @property
    def committed_commitment(self) -> Decimal:
        return sum((line.share.committed_commitment for line in self.lines), ZERO)

    @property
    def committed(self) -> Decimal:
        return self.committed_cash + self.committed_commitment

    @property
    def free_cash(self) -> Decimal:
        return self.cash - self.committed

    @property
    def free_commitment(self) -> Decimal:
        return self.commitment - self.committed_commitment

    @property
    def unsplit_cash(self) -> Decimal:
        return sum((row.free_cash for row in self.appropriations.values()), ZERO) if self.whole else ZERO

    @property
    def unsplit_commitment(self) -> Decimal:
        return sum((row.free_commitment for row in self.appropriations.values()), ZERO) if self.whole else ZERO

    @property
    def unsplit(self) -> bool:
        return bool(self.unsplit_cash or self.unsplit_commitment)

    def _sum(self, column: str) -> Decimal:
        if self.whole:
            return sum((getattr(row, column) for row in self.appropriations.values()), ZERO)
        return sum((getattr(line.share, column) for line in self.lines), ZERO)


def only_authority(actor: Actor) -> int | None:
    """The authority whose rows alone an actor sees; None for those who see all."""
    if actor.organisation_kind == Kind.GRANTING_AUTHORITY and actor.role != Role.AUDITOR:
        return actor.organisation_id
    return None


def years_of_means(programme: Programme, authority: int | None = None) -> list[YearOfMeans]:
    """The budget of a programme per year, the latest first; two queries, whatever the number of rows."""
    years: dict[int, YearOfMeans] = {}
    for row in Appropriation.objects.filter(programme=programme).order_by("-year", "chapter", "title")[:MOST_SHARES]:
        year = years.setdefault(row.year, YearOfMeans(row.year, whole=authority is None))
        year.appropriations[row.pk] = row
    for line in share_lines(programme, authority):
        years[line.year].lines.append(line)
    return [year for year in years.values() if year.whole or year.lines]


def has_means(programme: Programme, year: int) -> bool:
    """Whether the budget of a year holds means for a programme, given to authorities or not."""
    return Appropriation.objects.filter(programme=programme, year=year).exists()


def share_lines(programme: Programme, authority: int | None = None) -> Iterator[ShareLine]:
    """The shares with the names of their authorities."""
    shares = AppropriationShare.objects.filter(appropriation__programme=programme).select_related("appropriation")
    if authority is not None:
        shares = shares.filter(authority=authority)
    shares = shares.annotate(house_name=name_in_force(today(), "authority_id"))
    for share in shares.order_by(
        "-appropriation__year", "appropriation__chapter", "appropriation__title", "authority_id"
    )[:MOST_SHARES]:
        yield ShareLine(share, share.house_name or str(share.authority_id))


def commitments_of(programme: Programme, year: int, authority: int | None, basis: str = "") -> QuerySet[Commitment]:
    """The rows behind what is committed in a year, by one authority or by all, the latest first."""
    found = Commitment.objects.filter(share__appropriation__programme=programme, year=year)
    if authority is not None:
        found = found.filter(share__authority=authority)
    found = found.select_related("decision", "case", "share__appropriation")
    if basis in Basis.values:
        found = found.filter(basis=basis)
    named = found.annotate(house_name=name_in_force(today(), "share__authority_id"))
    return named.defer("decision__content").order_by("-at", "-pk")


def all_commitments(programme: Programme, authority: int | None = None) -> QuerySet[Commitment]:
    """Every commitment of a programme, for the export."""
    found = Commitment.objects.filter(share__appropriation__programme=programme).select_related(
        "decision", "case", "share__appropriation"
    )
    if authority is not None:
        found = found.filter(share__authority=authority)
    return (
        found.defer("decision__content")
        .annotate(house_name=name_in_force(today(), "share__authority_id"))
        .order_by("year", "share_id", "pk")
    )


def sum_of(rows: QuerySet[Commitment]) -> Decimal:
    return rows.order_by().aggregate(total=MoneySum("amount"))["total"] or ZERO


def transfers_of(programme: Programme, authority: int | None = None) -> QuerySet[Transfer]:
    """Transfers of a programme, the latest first; for an authority those it gave or got."""
    found = Transfer.objects.filter(programme=programme)
    if authority is not None:
        found = found.filter(from_authority=authority) | found.filter(to_authority=authority)
    return found.annotate(
        from_name=name_in_force(today(), "from_authority_id"), to_name=name_in_force(today(), "to_authority_id")
    ).order_by("-at", "-pk")


def authority_named(pk: int) -> Organisation | None:
    """A granting authority with its names at hand."""
    return Organisation.objects.prefetch_related("names").filter(pk=pk, kind=Kind.GRANTING_AUTHORITY).first()
