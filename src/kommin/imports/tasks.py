"""What happens after an import was loaded or taken back, by the worker."""

from django_tasks import task

from kommin.cases.finding import index_cases
from kommin.cases.models import Case
from kommin.imports.models import Change, ImportRow

_BATCH = 500


@task()
def index_cases_of(import_id: int) -> None:
    """Bring the cases of an import in line in the full-text index; safe twice."""
    rows = ImportRow.objects.filter(
        grant_import=import_id, change__in=[Change.NEW, Change.REPLACED, Change.CHANGED], case__isnull=False
    )
    last = 0
    numbers = rows.order_by("case").values_list("case", flat=True).distinct()
    while some := list(numbers.filter(case__gt=last)[:_BATCH]):
        index_cases(Case.objects.filter(pk__in=some).order_by("pk"))
        last = some[-1]
