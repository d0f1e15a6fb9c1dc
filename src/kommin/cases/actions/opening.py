"""An application becomes a case the moment it is submitted; the case ends when it is withdrawn."""

from decimal import Decimal

from kommin.cases.content import BLOCK, FROM, UNTIL, day_in
from kommin.cases.finding import index_case
from kommin.cases.models import Application, Case, Submission
from kommin.foundation.search.folding import sort_key
from kommin.programmes.models import BuildingBlock
from kommin.programmes.responsibilities import responsible_authority
from kommin.register.models import District, Municipality

LONGEST_SORT_KEY = 400


def open_case(application: Application, submission: Submission) -> Case:
    """The case of a submitted application, in the hands of the authority responsible for the place."""
    values = submission.content["values"]
    programme = application.call.programme_id
    district, region = where(application.applicant_key)
    case = Case.objects.create(
        number=application.number,
        application=application,
        programme_id=programme,
        call=application.call,
        block=BuildingBlock.objects.filter(programme=programme, code=values.get(BLOCK) or "").first(),
        authority=responsible_authority(programme, application.applicant_key),
        organisation=application.organisation,
        applicant_key=application.applicant_key,
        applicant_name=application.applicant_name,
        applicant_kind=application.applicant_kind,
        applicant_sort=sort_key(application.applicant_name)[:LONGEST_SORT_KEY],
        district_key=district,
        region_key=region,
        title=application.title,
        title_sort=sort_key(application.title)[:LONGEST_SORT_KEY],
        starts_on=day_in(values, FROM),
        ends_on=day_in(values, UNTIL),
        received_at=submission.received_at,
        stage_since=submission.recorded_at,
        changed_at=submission.recorded_at,
        applied=Decimal(submission.content["grant"]),
    )
    index_case(case)
    return case


def where(key: str) -> tuple[str, str]:
    """The keys of the district and the region a place lies in, by the register; empty where it knows none."""
    place = (
        Municipality.objects.filter(register__is_default=True, key=key)
        .select_related("district__region", "region")
        .first()
    )
    if place is not None:
        region = place.region or (place.district.region if place.district else None)
        return place.district.key if place.district else key, region.key if region else ""
    district = District.objects.filter(register__is_default=True, key=key).select_related("region").first()
    if district is not None:
        return district.key, district.region.key if district.region else ""
    return "", ""
