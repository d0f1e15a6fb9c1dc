"""How a figure came about: ordered steps, each with its rule, source, inputs and value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kommin.law.texts import ENGLISH, Reader, Text, Value, json_value


@dataclass(frozen=True)
class Basis:
    """One value of a regime or of the base-rate series that a step rests on."""

    name: str
    label: Text
    value: Value
    source: str
    valid_from: date
    confirmed: bool
    note: str = ""

    def as_json(self, reader: Reader = ENGLISH) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": json_value(self.value, reader),
            "source": self.source,
            "valid_from": self.valid_from.isoformat(),
            "confirmed": self.confirmed,
        }


@dataclass(frozen=True)
class Input:
    """One figure that went into a step: a key for machines, a label for people."""

    name: str
    label: Text
    value: Value


@dataclass(frozen=True)
class Step:
    """One step: `rule` is a stable key for machines, `text` the sentence for people, `source` the paragraph."""

    rule: str
    text: Text
    source: str
    value: Value | None
    inputs: tuple[Input, ...] = ()
    bases: tuple[Basis, ...] = ()

    @property
    def confirmed(self) -> bool:
        """False if the step rests on a value that nobody has confirmed yet."""
        return all(basis.confirmed for basis in self.bases)

    def as_json(self, reader: Reader = ENGLISH) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "text": reader.text(self.text),
            "source": self.source,
            "inputs": {entry.name: json_value(entry.value, reader) for entry in self.inputs},
            "parameters": [basis.as_json(reader) for basis in self.bases],
            "value": json_value(self.value, reader),
            "confirmed": self.confirmed,
        }


@dataclass(frozen=True)
class Fact:
    """One figure of the answer with its label; `aside` for what only accompanies the figure that was asked for."""

    label: Text
    value: Value | None
    aside: bool = False


@dataclass(frozen=True)
class Derived:
    """Base of every result: the steps, and the name of the regime used (none for plain arithmetic)."""

    steps: tuple[Step, ...] = field(kw_only=True)
    regime: str | None = field(kw_only=True, default=None)

    def facts(self) -> Mapping[str, Fact]:
        """The figures of the answer, the most important one first."""
        raise NotImplementedError(type(self))

    @property
    def unconfirmed(self) -> tuple[Basis, ...]:
        """The values used that nobody has confirmed yet, each once."""
        found = {
            (basis.name, basis.valid_from): basis for step in self.steps for basis in step.bases if not basis.confirmed
        }
        return tuple(found.values())

    def as_json(self, reader: Reader = ENGLISH) -> dict[str, Any]:
        """One object: the answer's figures, whether all values are confirmed, and the derivation."""
        answer: dict[str, Any] = {name: json_value(fact.value, reader) for name, fact in self.facts().items()}
        if self.regime is not None:
            answer["regime"] = self.regime
        answer["confirmed"] = not self.unconfirmed
        answer["unconfirmed"] = [basis.as_json(reader) for basis in self.unconfirmed]
        answer["derivation"] = [step.as_json(reader) for step in self.steps]
        return answer
