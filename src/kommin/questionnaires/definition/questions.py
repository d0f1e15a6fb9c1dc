"""The kinds of questions. A definition's JSON names the kind in `kind`; everything else is that kind's own."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer

from kommin.questionnaires.definition.conditions import Condition
from kommin.questionnaires.definition.words import Key, Part, Words

Figure = Annotated[
    Decimal,
    Field(max_digits=20, decimal_places=6, allow_inf_nan=False),
    PlainSerializer(lambda value: f"{value:f}", return_type=str, when_used="json"),
]
"""A number in a definition, written as text in JSON so that no program makes a float of it."""

LONGEST_TEXT = 20_000
MOST_ROWS = 200
FILE_TYPES = (
    "pdf", "jpg", "jpeg", "png", "tif", "tiff", "docx", "xlsx", "odt", "ods", "csv", "txt", "zip",
)  # fmt: skip


class Option(Part):
    """One possibility to choose, or one row or column of a matrix."""

    key: Key
    title: Words


class Asked(Part):
    """What all questions share.

    `only_if` hides the question until the condition holds. `ask_again` says that an answer to an earlier version
    no longer counts, although it would still fit.
    """

    key: Key
    title: Words
    help: Words = Words()
    required: bool = False
    only_if: Condition | None = None
    ask_again: bool = False

    @property
    def is_answerable(self) -> bool:
        """Whether a person types something; calculated fields are not."""
        return True


class ShortText(Asked):
    kind: Literal["short_text"] = "short_text"
    format: Literal["any", "email", "iban", "phone"] = "any"
    min_length: int = Field(default=0, ge=0, le=1000)
    max_length: int = Field(default=250, ge=1, le=1000)


class LongText(Asked):
    kind: Literal["long_text"] = "long_text"
    min_length: int = Field(default=0, ge=0, le=LONGEST_TEXT)
    max_length: int = Field(default=5000, ge=1, le=LONGEST_TEXT)


class Number(Asked):
    """A plain number; `grouped` off writes it without thousands separators, as years are."""

    kind: Literal["number"] = "number"
    grouped: bool = True
    minimum: Figure | None = None
    maximum: Figure | None = None
    decimals: int = Field(default=0, ge=0, le=6)
    unit: Words = Words()


class MoneyAmount(Asked):
    """Euro, never negative."""

    kind: Literal["money"] = "money"
    minimum: Figure | None = None
    maximum: Figure | None = None


class Date(Asked):
    kind: Literal["date"] = "date"
    earliest: date | None = None
    latest: date | None = None


class Choice(Asked):
    kind: Literal["choice"] = "choice"
    choices: list[Option] = Field(default_factory=list, max_length=200)


class SeveralChoices(Asked):
    kind: Literal["choices"] = "choices"
    choices: list[Option] = Field(default_factory=list, max_length=200)
    at_least: int = Field(default=0, ge=0, le=200)
    at_most: int | None = Field(default=None, ge=1, le=200)


class Scale(Asked):
    kind: Literal["scale"] = "scale"
    lowest: int = Field(default=1, ge=0, le=1)
    highest: int = Field(default=5, ge=2, le=10)
    lowest_title: Words = Words()
    highest_title: Words = Words()


class Matrix(Asked):
    """One choice in each row."""

    kind: Literal["matrix"] = "matrix"
    rows: list[Option] = Field(default_factory=list, max_length=50)
    columns: list[Option] = Field(default_factory=list, max_length=12)


class Column(Part):
    """One column of a table. `total` adds amounts or numbers up under the table; `grouped` is as in `Number`."""

    key: Key
    title: Words
    kind: Literal["short_text", "number", "money", "date", "choice"] = "short_text"
    required: bool = False
    total: bool = False
    max_length: int = Field(default=250, ge=1, le=1000)
    decimals: int = Field(default=0, ge=0, le=6)
    grouped: bool = True
    minimum: Figure | None = None
    maximum: Figure | None = None
    choices: list[Option] = Field(default_factory=list, max_length=100)


class Table(Asked):
    """Rows that the person adds."""

    kind: Literal["table"] = "table"
    columns: list[Column] = Field(default_factory=list, max_length=12)
    min_rows: int = Field(default=0, ge=0, le=MOST_ROWS)
    max_rows: int = Field(default=50, ge=1, le=MOST_ROWS)


class Municipality(Asked):
    """A municipality of the register, kept by its key."""

    kind: Literal["municipality"] = "municipality"


class Files(Asked):
    kind: Literal["files"] = "files"
    at_most: int = Field(default=5, ge=1, le=50)
    types: list[Literal[FILE_TYPES]] = Field(default_factory=lambda: ["pdf"], max_length=len(FILE_TYPES))  # type: ignore[valid-type]
    max_megabytes: int = Field(default=20, ge=1, le=100)


class YesNo(Asked):
    """`must_be_yes` makes it a declaration that has to be given."""

    kind: Literal["yes_no"] = "yes_no"
    must_be_yes: bool = False


class Calculated(Asked):
    """A figure that follows from other answers; `formula` is explained in `formulas.py`."""

    kind: Literal["calculated"] = "calculated"
    formula: str = Field(default="", max_length=500)
    money: bool = True
    decimals: int = Field(default=2, ge=0, le=6)
    unit: Words = Words()

    @property
    def is_answerable(self) -> bool:
        return False


AnyQuestion = (
    ShortText | LongText | Number | MoneyAmount | Date | Choice | SeveralChoices | Scale | Matrix | Table
    | Municipality | Files | YesNo | Calculated
)  # fmt: skip
Question = Annotated[AnyQuestion, Field(discriminator="kind")]

KINDS: dict[str, type[Any]] = {
    kind.model_fields["kind"].default: kind
    for kind in (
        ShortText, LongText, Number, MoneyAmount, Date, Choice, SeveralChoices, Scale, Matrix, Table,
        Municipality, Files, YesNo, Calculated,
    )
}  # fmt: skip
