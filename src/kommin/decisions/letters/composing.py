"""From what a decision says and the authority's words to the whole letter: sections with texts, facts and tables.

The result is plain data. The same data makes the PDF (`data/letter.typ`) and the page (`_letter.html`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kommin.decisions.letters import figures
from kommin.decisions.letters.codes import grouped
from kommin.decisions.letters.content import LetterContent, Period, Year
from kommin.decisions.letters.head import Court, Letterhead
from kommin.decisions.letters.markup import Part, plain_parts, read
from kommin.decisions.letters.placeholders import Facts, value_reader
from kommin.decisions.models.decision import AWARDS, LATER, Kind
from kommin.law.texts import NBSP

Item = dict[str, Any]
Section = dict[str, Any]

BASIS = {"cash": "Ausgabemittel", "commitment": "Verpflichtungsermächtigung"}
_TO_SIGN = ("Ort, Datum", "Name und Funktion in Druckschrift", "Unterschrift, Dienstsiegel")
DRAFT_MARK = "Entwurf – ohne rechtliche Wirkung"
_GRANTS = (*AWARDS, Kind.CHANGE)


@dataclass(frozen=True)
class Wording:
    """Whose words a letter uses: the blocks of text, the head, the court, and where it is verified."""

    texts: Mapping[str, str]
    head: Letterhead
    court: Court
    verify_url: str


def compose(content: LetterContent, wording: Wording) -> dict[str, Any]:
    """The whole letter as plain data; without number and code it is marked as a draft."""
    return _Writer(content, wording).letter()


class _Writer:
    """Writes the sections of one letter."""

    def __init__(self, content: LetterContent, wording: Wording) -> None:
        self.content, self.wording = content, wording
        self.value_of: Callable[[str], str] = value_reader(Facts(content, wording.head, wording.court))

    def letter(self) -> dict[str, Any]:
        content, head = self.content, self.wording.head
        sections = self._numbered([self._ruling(), self._conditions(), self._remedy()])
        annexes = self._annexes()
        return {
            "kind": content.kind,
            "title": self._line("title"),
            "subject": self._line("subject"),
            "authority": content.authority,
            "unit": head.unit,
            "sender": " · ".join(part for part in (content.authority, head.street, head.place) if part),
            "window": content.recipient.lines,
            "info": self._info(),
            "running": f"{content.authority} · {content.number or DRAFT_MARK}",
            "draft": "" if content.code else DRAFT_MARK,
            "opening": [*self._text("opening")],
            "sections": [*sections, *self._notes()],
            "closing": self._closing(),
            "annexes": annexes,
            "annex_names": [annex["title"] for annex in annexes],
            "verification": self._verification(),
        }

    def _info(self) -> list[list[str]]:
        content, head = self.content, self.wording.head
        rows = [
            ["Aktenzeichen", content.number or "–"],
            ["Datum", figures.day(content.day) if content.day else "–"],
            ["Ihr Antrag vom", figures.day(content.application_received) if content.application_received else ""],
            ["Antragsnummer", content.application_number or content.case_number],
            ["Auskunft", content.contact],
            ["Telefon", head.phone],
            ["E-Mail", head.email],
            ["Internet", head.website],
            ["Sprechzeiten", head.hours],
        ]
        return [row for row in rows if row[1]]

    def _ruling(self) -> tuple[str, list[Section]]:
        content = self.content
        items = [*self._text("ruling"), *self._facts()]
        inner = [
            _section("Berechnung der Zuwendung", self._computation()),
            _section("Beträge je Haushaltsjahr", self._years()),
            _section("Finanzierungsplan", _typed(content.plan) if content.kind in _GRANTS else []),
            _section("Auszahlung", [*self._text("payment"), *(_typed(content.payment) if self._grants else [])]),
            _section("Verwendungsnachweis", self._text("evidence")),
            _section("Begründung", self._reasons()),
        ]
        return _NAMES[content.kind], [_section("", items), *inner]

    @property
    def _grants(self) -> bool:
        return self.content.kind in _GRANTS

    def _facts(self) -> list[Item]:
        content, financing = self.content, self.content.financing
        rows = [["Vorhaben", content.project], ["Förderprogramm", content.programme]]
        if content.kind != Kind.EARLY_START:
            rows += [["Baustein", content.block], ["Aufruf", content.call]]
        rows += [["Richtlinie", content.guideline]]
        if content.kind in (*AWARDS, Kind.REFUSAL) and content.applied is not None:
            rows += [["Beantragte Zuwendung", figures.euro(content.applied)]]
        if content.kind in _GRANTS:
            rows += [
                ["Bewilligungszeitraum", _moved(content.grant_period, content.former_grant_period)],
                ["Durchführungszeitraum", _moved(content.project_period, content.former_project_period)],
                ["Verwendungsnachweis bis", self._moved_report()],
                ["Finanzierungsart", financing.label],
                ["Fördersatz", figures.percent(financing.rate) if financing.rate is not None else ""],
                ["Festbetrag je Einheit", self._per_unit()],
                ["Höchstbetrag", figures.euro(financing.cap) if financing.cap is not None else ""],
                ["Gesamtausgaben", figures.euro(financing.expenditure) if financing.expenditure is not None else ""],
                [
                    "Zuwendungsfähige Ausgaben",
                    figures.euro(financing.eligible) if financing.eligible is not None else "",
                ],
            ]
        if content.kind == Kind.EARLY_START:
            rows += [["Beginn frühestens", figures.day(content.early_start_from) if content.early_start_from else ""]]
        if content.kind in LATER and content.predecessor:
            rows += [["Bisherige Bescheide", self._chain()]]
        return [{"kind": "facts", "rows": [row for row in rows if row[1]]}]

    def _moved_report(self) -> str:
        """Only where a change moves it; its own section says the day otherwise."""
        due, former = self.content.report_due, self.content.former_report_due
        return f"{figures.day(due)} (bisher {figures.day(former)})" if due and former and due != former else ""

    def _per_unit(self) -> str:
        financing = self.content.financing
        if financing.unit_amount is None:
            return ""
        return f"{figures.euro(financing.unit_amount)}{f' je {financing.unit}' if financing.unit else ''}"

    def _chain(self) -> str:
        return "; ".join(
            f"{one.label} {one.number} vom {figures.day(one.day)}" if one.day else f"{one.label} {one.number}"
            for one in self.content.predecessors
        )

    def _computation(self) -> list[Item]:
        content = self.content
        if not self._grants:
            return []
        items: list[Item] = []
        if content.costs:
            rows = [
                [cost.title, "ja" if cost.eligible else "nein", figures.figure(cost.amount)] for cost in content.costs
            ]
            items.append(_table("Ausgaben", ["Ausgabe", "zuwendungsfähig", "Euro"], rows, right=[2], wide=0))
        if content.derivation:
            rows = [[step.text, step.source, step.value] for step in content.derivation]
            granted = f"{figures.figure(content.amount)}{NBSP}€"
            if _plain(rows[-1][2]) != _plain(granted):
                rows.append(["Bewilligt wird abweichend davon", "", granted])
            items.append(
                _table("So ist die Zuwendung berechnet", ["Schritt", "Grundlage", "Wert"], rows, right=[2], wide=0)
            )
        return [*items, *_typed(content.amount_reason)]

    def _years(self) -> list[Item]:
        content = self.content
        if not content.years:
            return []
        title = "Beträge je Haushaltsjahr"
        if content.kind in LATER:
            rows = [_changed(year) for year in content.years]
            total = [
                "Summe", figures.figure(content.before), figures.figure(content.difference),
                figures.figure(content.amount), "",
            ]  # fmt: skip
            columns = ["Haushaltsjahr", "bisher (Euro)", "Änderung (Euro)", "neu (Euro)", "Mittel"]
            return [_table(title, columns, rows, total=total, right=[1, 2, 3], wide=4)]
        rows = [[str(year.year), figures.figure(year.amount), BASIS.get(year.basis, "")] for year in content.years]
        total = ["Summe", figures.figure(content.amount), ""]
        return [_table(title, ["Haushaltsjahr", "Euro", "Mittel"], rows, total=total, right=[1], wide=2)]

    def _reasons(self) -> list[Item]:
        return [*self._text("reasons"), *_typed(self.content.reasons)]

    def _conditions(self) -> tuple[str, list[Section]]:
        content = self.content
        own = [text for text in content.conditions if text]
        if self._grants and content.earmarked_until:
            own.append(
                f"Was mit der Zuwendung beschafft wird, dient bis zum {figures.day(content.earmarked_until)} dem Zweck."
            )
        items = [*self._text("conditions")]
        if own:
            items.append(_prose([Part("numbers", tuple(((text, False),) for text in own))]))
        if self._grants and content.clauses_off:
            left_out = [((f"{clause.number} {clause.title}", False),) for clause in content.clauses_off]
            items.append(_prose([Part("paragraph", ((("Nicht anzuwenden sind:", False),),))]))
            items.append(_prose([Part("bullets", tuple(left_out))]))
        return "Nebenbestimmungen", [_section("", items)]

    def _remedy(self) -> tuple[str, list[Section]]:
        return "Rechtsbehelfsbelehrung", [_section("", self._text("remedy"))]

    def _notes(self) -> list[Section]:
        notes = self._text("notes")
        items = [*notes]
        if self.content.court_of_audit_copy:
            items.append(_prose([Part("paragraph", ((("Der Landesrechnungshof erhält eine Abschrift.", False),),))]))
        return [{"title": "Hinweise", "parts": [_section("", items)]}] if items else []

    def _closing(self) -> dict[str, Any]:
        return {
            "items": self._text("closing"),
            "name": self.content.released_by,
            "note": "Dieses Schreiben wurde elektronisch erstellt und gilt ohne Unterschrift.",
        }

    def _annexes(self) -> list[Section]:
        content = self.content
        annexes = []
        if self._grants and content.clauses_on:
            rows = [{"number": one.number, "title": one.title, "text": one.text} for one in content.clauses_on]
            annexes.append({"name": content.clause_set, "items": [{"kind": "clauses", "rows": rows}]})
        if self.wording.texts.get("waiver"):
            annexes.append({"name": "Rechtsbehelfsverzicht (Vordruck)", "items": self._waiver()})
        return [
            {"title": f"Anlage {number}: {annex['name']}", "items": annex["items"]}
            for number, annex in enumerate(annexes, start=1)
        ]

    def _waiver(self) -> list[Item]:
        content, head = self.content, self.wording.head
        to = [line for line in (content.authority, head.street, head.place) if line]
        final = (
            "Mit dem Eingang dieser Erklärung bei der Behörde wird der Bescheid bestandskräftig, frühestens mit seiner "
            "Bekanntgabe. Ohne sie wird er es, wenn die Klagefrist abgelaufen ist, ohne dass Klage erhoben wurde."
        )
        return [
            {"kind": "addresses", "from": content.recipient.lines, "to": to},
            *self._text("waiver"),
            _prose([Part("paragraph", (((final, False),),))]),
            {"kind": "sign", "lines": list(_TO_SIGN)},
        ]

    def _verification(self) -> dict[str, str]:
        if not self.content.code:
            return {"code": "", "url": "", "address": "", "text": ""}
        short = self.wording.verify_url.split("://", 1)[-1].rstrip("/")
        return {
            "code": grouped(self.content.code),
            "url": f"{self.wording.verify_url}{self.content.code}/",
            "address": short,
            "text": (
                f"Ob dieses Schreiben echt ist, lässt sich unter {short} mit dem Code {grouped(self.content.code)} "
                "und der Datei prüfen. Der Code steht auf jeder Seite."
            ),
        }

    def _line(self, block: str) -> str:
        """A single line; without a placeholder's value it stays as far as it goes."""
        parts = read(self.wording.texts.get(block, ""), lambda name: self.value_of(name) or "–")
        return " ".join(part.text for part in parts)

    def _text(self, block: str) -> list[Item]:
        parts = read(self.wording.texts.get(block, ""), self.value_of)
        return [_prose(parts)] if parts else []

    @staticmethod
    def _numbered(named: Sequence[tuple[str, list[Section]]]) -> list[Section]:
        kept = [(name, [part for part in parts if part["items"]]) for name, parts in named]
        kept = [(name, parts) for name, parts in kept if parts]
        return [
            {"title": f"{numeral}. {name}", "parts": parts}
            for numeral, (name, parts) in zip(("I", "II", "III"), kept, strict=False)
        ]


_NAMES: Mapping[str, str] = {
    Kind.AWARD: "Bewilligung",
    Kind.PARTIAL: "Bewilligung",
    Kind.REFUSAL: "Entscheidung",
    Kind.EARLY_START: "Zustimmung",
    Kind.CHANGE: "Änderung",
    Kind.REVOCATION: "Entscheidung",
    Kind.RENUNCIATION: "Entscheidung",
}


def _moved(span: Period, former: Period) -> str:
    """A period, and what it was if a change moves it."""
    now, before = figures.period(span), figures.period(former)
    return f"{now} (bisher {before})" if now and before and now != before else now


def _plain(value: str) -> str:
    """A written amount without the spaces, to compare."""
    return "".join(value.split())


def _changed(year: Year) -> list[str]:
    amounts = (year.before, year.difference, year.amount)
    return [str(year.year), *(figures.figure(amount) for amount in amounts), BASIS.get(year.basis, "")]


def _section(title: str, items: Sequence[Item]) -> Section:
    return {"title": title, "items": list(items)}


def _prose(parts: Sequence[Part]) -> Item:
    return {"kind": "text", "parts": [part.as_json() for part in parts]}


def _typed(text: str) -> list[Item]:
    """What somebody typed into the decision, exactly as it stands there."""
    parts = plain_parts(text)
    return [_prose(parts)] if parts else []


def _table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int], wide: int,
    total: Sequence[str] = (),
) -> Item:  # fmt: skip
    return {
        "kind": "table", "title": title, "columns": list(columns), "rows": [list(row) for row in rows],
        "total": list(total), "right": list(right), "wide": wide,
    }  # fmt: skip
