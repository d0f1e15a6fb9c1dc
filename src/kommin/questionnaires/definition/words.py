"""What every part of a definition is made of: keys and texts in two languages."""

from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

KEY_PATTERN = r"^[a-z][a-z0-9_]{0,39}$"
Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
"""A stable name: small letters, digits, underscores. Answers are kept under it through all versions."""


class Part(BaseModel):
    """Base of everything in a definition: never changed in place, nothing unknown let in."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Shown(NamedTuple):
    """A text as one reader sees it; `fallback` when the reader's language was missing and German stands in."""

    text: str
    fallback: bool


class Words(Part):
    """A text in German and, where somebody wrote it, in English."""

    de: str = Field(default="", max_length=5000)
    en: str = Field(default="", max_length=5000)

    def shown_in(self, language: str) -> Shown:
        """The text for a reader; German stands in for missing English."""
        if language.startswith("de"):
            return Shown(self.de, fallback=False)
        return Shown(self.en or self.de, fallback=bool(self.de and not self.en))

    def within(self, language: str) -> str:
        """The text for a reader, without asking whether it is in their language."""
        return self.shown_in(language).text

    def __bool__(self) -> bool:
        return bool(self.de.strip() or self.en.strip())
