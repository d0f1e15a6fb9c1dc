"""What a page shows: sections and boxes, one for each question, ready for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings

from kommin.questionnaires.answering import Evaluation, FileInfo
from kommin.questionnaires.definition.questions import AnyQuestion, Column, Files, Table
from kommin.questionnaires.definition.structure import Section
from kommin.questionnaires.wording import Derived, Told

MOST_RADIOS = 7
_TEMPLATES = {
    "choice": "options",
    "choices": "options",
    "scale": "options",
    "yes_no": "options",
    "matrix": "matrix",
    "table": "table",
    "files": "files",
    "calculated": "calculated",
    "long_text": "long_text",
    "municipality": "select",
}


@dataclass(frozen=True)
class OptionView:
    key: str
    title: Told
    checked: bool = False
    id: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a table or one row of a matrix."""

    name: str
    id: str
    label: str
    value: str = ""
    kind: str = ""
    options: Sequence[OptionView] = ()
    errors: Sequence[str] = ()
    required: bool = False
    column: Column | None = None


@dataclass(frozen=True)
class TableRow:
    id: str
    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Total:
    """The sum under one column; without a value where nothing is added up."""

    label: str
    value: str


@dataclass(frozen=True)
class Box:
    """One question on the page; not `shown` while its condition does not hold."""

    question: AnyQuestion
    name: str
    title: Told
    help: Told
    shown: bool
    errors: Sequence[str] = ()
    value: str = ""
    options: Sequence[OptionView] = ()
    rows: Sequence[TableRow] = ()
    cells: Sequence[Cell] = ()
    totals: Sequence[Total] = ()
    ends: Sequence[Told] = ()
    files: Sequence[tuple[str, FileInfo]] = ()
    derived: Derived | None = None
    notes: Sequence[str] = ()
    previous: str = ""

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def kind(self) -> str:
        return self.question.kind

    @property
    def template(self) -> str:
        """Which template draws the input."""
        return f"questionnaires/page/{_TEMPLATES.get(self.kind, 'text')}.html"

    @property
    def grouped(self) -> bool:
        """Whether the question is a group of inputs with a legend rather than one input with a label."""
        return _TEMPLATES.get(self.kind) in ("options", "matrix", "table", "files") and not self.as_select

    @property
    def as_select(self) -> bool:
        """Whether so many possibilities are better chosen from a list that unfolds."""
        return self.kind == "municipality" or (self.kind == "choice" and len(self.options) > MOST_RADIOS)

    @property
    def can_add_row(self) -> bool:
        return isinstance(self.question, Table) and len(self.rows) < self.question.max_rows

    @property
    def accept(self) -> str:
        """The types a file dialogue offers first."""
        return ",".join(f".{one}" for one in self.question.types) if isinstance(self.question, Files) else ""

    @property
    def megabytes(self) -> int:
        """How large one file may be: what the question says, at most what the house takes."""
        most = int(settings.KOMMIN.largest_upload_mb)
        return min(self.question.max_megabytes, most) if isinstance(self.question, Files) else most

    @property
    def first_input(self) -> str:
        """The id to which the summary of errors leads."""
        if self.cells:
            return f"{self.cells[0].id}-0"
        if self.rows and self.rows[0].cells:
            return self.rows[0].cells[0].id
        if self.options and self.grouped:
            return f"{self.name}-0"
        return f"{self.name}-upload" if self.kind == "files" else self.name


@dataclass(frozen=True)
class SectionView:
    section: Section
    title: Told
    help: Told
    shown: bool
    boxes: Sequence[Box]
    number: int = 0


@dataclass(frozen=True)
class Page:
    """A whole questionnaire (or some of its sections) as one page shows it."""

    title: Told
    introduction: Told
    sections: Sequence[SectionView]
    evaluation: Evaluation
    live_url: str = ""
    summary: Sequence[tuple[str, str]] = field(default=())
    fallback: bool = False
    is_preview: bool = False

    @property
    def has_files(self) -> bool:
        return any(box.kind == "files" for section in self.sections for box in section.boxes)

    @property
    def has_required(self) -> bool:
        return any(box.question.required for section in self.sections for box in section.boxes if box.shown)

    def box(self, key: str) -> Box | None:
        """The box of one question."""
        return next((box for section in self.sections for box in section.boxes if box.key == key), None)
