"""Projects in the full-text index: only what is public, with the words people look for."""

from collections.abc import Callable, Iterator

from django.db.models import QuerySet

from kommin.balance.geography import Geography, geography
from kommin.balance.models import Project
from kommin.cases.models import Case
from kommin.foundation.search.index import Entry, index_documents, remove_document, remove_documents
from kommin.programmes.models import Programme

KIND = "balance.project"


def scope_of(programme_id: int) -> str:
    """The name within which the projects of a programme are searched."""
    return f"programme:{programme_id}"


def index_case(case: Case) -> None:
    """Bring one case's document in line with what is public of it."""
    project = _projects().filter(case=case).first()
    if project is None or not case.is_public:
        remove_document(kind=KIND, key=case.pk)
    else:
        index_documents(kind=KIND, entries=[entry_of(project, geography())])


def index_programme(programme: Programme, advance: Callable[[int], None]) -> None:
    """Do so for all projects of a programme."""
    index_documents(kind=KIND, entries=_entries(_projects().filter(programme=programme)), advance=advance)
    hidden = Project.objects.filter(programme=programme, case__is_public=False)
    remove_documents(kind=KIND, keys=list(hidden.values_list("pk", flat=True)))


def entries() -> Iterator[Entry]:
    """Every public project, for `kommin search rebuild`."""
    return _entries(_projects())


def count() -> int:
    return _projects().count()


def entry_of(project: Project, places: Geography) -> Entry:
    """Title; applicant with the names of the place, its district and region; building block; year; number."""
    case, place = project.case, places.place(project.applicant_key)
    words = [case.applicant_name, str(project.year), case.number]
    if place:
        words += [place.name, place.official_name, places.districts.get(place.district, "")]
        words.append(places.regions.get(place.region, ""))
    if project.block:
        words += [project.block.title_de, project.block.title_en]
    return Entry(
        key=str(project.pk), title=case.title, text=" · ".join(word for word in words if word), public=True,
        scopes=[scope_of(project.programme_id)],
    )  # fmt: skip


def _projects() -> QuerySet[Project]:
    return Project.objects.filter(case__is_public=True).select_related("case", "block").order_by("pk")


def _entries(projects: QuerySet[Project]) -> Iterator[Entry]:
    places = geography()
    return (entry_of(project, places) for project in projects.iterator(chunk_size=1000))
