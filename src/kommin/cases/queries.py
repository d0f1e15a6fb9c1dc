"""Reads that several callers share."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import BigIntegerField, Prefetch, Q, QuerySet
from django.utils import timezone

from kommin.cases.models import Application, Clash, Partner, PartnerState, SignOff
from kommin.foundation.prepared import Prepared
from kommin.people.models import Membership, Organisation
from kommin.people.models.dated import today
from kommin.programmes.models import OPEN_STATES, ApplicantKind, Call, CallVersion
from kommin.programmes.words import applicant_kind
from kommin.register.models import District, Municipality

MOST_CALLS = 50
DISTRICT_KEY_LENGTH = 5


def complete() -> QuerySet[Application]:
    """Applications with all that pages and rules ask of them."""
    return Application.objects.select_related("call", "version", "organisation__applicant")


def application_by_id(pk: str) -> Application | None:
    """For rules that judge files."""
    return complete().filter(pk=pk).first()


def applications_of(organisation: int) -> QuerySet[Application]:
    """The municipality's own applications and those it takes part in, the latest changed first."""
    partner = Partner.objects.filter(organisation=organisation).exclude(state=PartnerState.DECLINED)
    return (
        complete()
        .filter(Q(organisation=organisation) | Q(pk__in=partner.values("application")))
        .defer("content")
        .order_by("-changed_at", "-pk")
    )


def open_versions(now: datetime | None = None) -> list[CallVersion]:
    """What the calls say that are open at this moment, in the order in which they close."""
    moment = now or timezone.now()
    calls = Call.objects.filter(state__in=OPEN_STATES, opens_at__lte=moment, closes_at__gt=moment)
    latest = Prefetch("versions", CallVersion.objects.order_by("-number"), to_attr="published")
    rows = calls.order_by("closes_at", "pk").prefetch_related(latest)[:MOST_CALLS]
    found = []
    for call in rows:
        version = call.published[0]
        version.call = call
        found.append(version)
    return found


def latest_version(call: Call | int) -> CallVersion:
    """What a call says now."""
    version: CallVersion | None = _LATEST_VERSION.first(call=call.pk if isinstance(call, Call) else call)
    if version is None:
        raise CallVersion.DoesNotExist(call)
    return version


_LATEST_VERSION = Prepared(
    lambda given: CallVersion.objects.filter(call=given.call).select_related("call").order_by("-number")[:1],
    call=BigIntegerField(),
)


def kind_of(organisation: Organisation) -> ApplicantKind | None:
    """What a municipality is as an applicant, by the register; by the length of its key where that is silent."""
    key = organisation.municipality_key
    row = Municipality.objects.filter(register__is_default=True, key=key).only("kind").first()
    if row is not None:
        return applicant_kind(row.kind)
    if District.objects.filter(register__is_default=True, key=key).exists() or len(key) == DISTRICT_KEY_LENGTH:
        return ApplicantKind.DISTRICT
    return ApplicantKind.TOWN


def open_clashes(application: Application) -> QuerySet[Clash]:
    """Conflicts that wait for a choice."""
    return Clash.objects.filter(application=application, settled_at__isnull=True).order_by("pk")


def sign_offs(application: Application) -> QuerySet[SignOff]:
    """Sign-offs in force."""
    return SignOff.objects.filter(application=application, voided_at__isnull=True).order_by("pk")


def previous_applications(organisation: int) -> QuerySet[Application]:
    """Applications that can be copied from, the latest first."""
    return Application.objects.filter(organisation=organisation).order_by("-created_at", "-pk")


def partners_in(application: Application) -> set[int]:
    """The municipalities that take part or have not answered yet."""
    partners = Partner.objects.filter(application=application).exclude(state=PartnerState.DECLINED)
    return set(partners.values_list("organisation", flat=True))


def people_of(*organisations: int, roles: Iterable[str] = ()) -> set[int]:
    """The accounts of those who act for these municipalities today, in these roles or in any."""
    rows = Membership.objects.in_force(today()).filter(organisation__in=organisations, person__is_active=True)
    wanted = tuple(roles)
    return set((rows.filter(role__in=wanted) if wanted else rows).values_list("person", flat=True))
