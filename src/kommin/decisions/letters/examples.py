"""An invented case of each kind, as `Decision.content` would hold it: what editors see their words with."""

from typing import Any

from kommin.decisions.models.decision import AWARDS, LATER, Kind


def example(kind: str, *, authority: str, clauses: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The content of an invented decision of this kind by this authority."""
    before, after = _AMOUNTS[Kind(kind)]
    grants = kind in (*AWARDS, Kind.CHANGE)
    eligible, granted = (50, 40) if kind == Kind.PARTIAL else (75, 60)
    years = [
        {"year": 2027, "amount": after[0], "before": before[0], "basis": "cash"},
        {"year": 2028, "amount": after[1], "before": before[1], "basis": "commitment"},
    ]
    return {
        "number": "", "code": "", "kind": kind, "day": _DAYS.get(Kind(kind), "2027-03-15"),
        "case": {
            "number": "KI-2026-0042", "title": "Ankommen in Musterstadt: Lotsen für neue Nachbarinnen und Nachbarn",
            "programme": "KOMM-IN Zukunft", "block": "Vernetzung", "call": "Aufruf 2026",
            "guideline": "Richtlinie Integration in den Kommunen 2026", "guideline_source": "",
        },
        "application": {"number": "KI-2026-0042", "received": "2026-11-12", "amount": "60000.00"},
        "authority": {"id": None, "name": authority},
        "recipient": {
            "key": "05914000", "name": "Stadt Musterstadt", "street": "Rathausplatz 1", "postcode": "58000",
            "town": "Musterstadt",
        },
        "contact": {"name": "Kim Beispiel"}, "released_by": "Alex Muster",
        "amount": str(sum(map(int, after))) + ".00", "before": str(sum(map(int, before))) + ".00",
        "years": years if kind in (*AWARDS, *LATER) else [],
        "financing": {
            "kind": "share", "kind_label": "Anteilfinanzierung", "rate": "80", "cap": "60000.00",
            "eligible": f"{eligible}000.00", "expenditure": "78000.00",
        } if grants else {},
        "derivation": [
            {
                "text": f"Zuwendungsfähig sind {eligible}.000,00 €.", "source": "Nr. 2 VVG",
                "value": f"{eligible}.000,00 €",
            },
            {"text": "80 % davon, höchstens 60.000,00 €.", "source": "Nr. 2.3 VVG", "value": f"{granted}.000,00 €"},
        ] if kind in AWARDS else [],
        "plan": {
            "text": "Verbindlich ist der Finanzierungsplan vom 12.11.2026." if grants else "",
            "costs": [
                {"title": "Honorare", "eligible": True, "amount": "50000.00"},
                {"title": "Sachausgaben", "eligible": kind != Kind.PARTIAL, "amount": "25000.00"},
                {"title": "Bewirtung", "eligible": False, "amount": "3000.00"},
            ] if kind in AWARDS else [],
        },
        "grant_period": ["2027-04-01", "2028-12-31"] if grants else None,
        "project_period": ["2027-04-01", "2028-09-30"] if grants else None,
        "early_start_from": "2027-04-01" if kind == Kind.EARLY_START else None,
        "earmarked_until": "2030-12-31" if grants else None,
        "report_due": "2029-06-30" if grants else None,
        "payment": "Die erste Rate kann ab dem 01.05.2027 abgerufen werden." if kind in AWARDS else "",
        "reasons": _REASONS[Kind(kind)], "subject": "",
        "clause_set": {
            "code": "anbest-g", "title": "Allgemeine Nebenbestimmungen (ANBest-G)", "clauses": clauses or [],
        } if grants else {},
        "conditions": ["Auf Veröffentlichungen ist auf die Förderung durch das Land hinzuweisen."] if grants else [],
        "predecessors": [
            {"number": "B01-2026-00017", "day": "2026-12-01", "kind_label": "Bewilligung", "amount": "60000.00"}
        ] if kind in LATER else [],
        "revocation": {"legal_basis": "§ 49 Absatz 3 Satz 1 Nummer 2 VwVfG NRW" if kind == Kind.REVOCATION else ""},
        "court_of_audit_copy": kind == Kind.AWARD,
    }  # fmt: skip


_AMOUNTS = {
    Kind.AWARD: (("0", "0"), ("40000", "20000")),
    Kind.PARTIAL: (("0", "0"), ("30000", "10000")),
    Kind.REFUSAL: (("0", "0"), ("0", "0")),
    Kind.EARLY_START: (("0", "0"), ("0", "0")),
    Kind.CHANGE: (("40000", "20000"), ("35000", "20000")),
    Kind.REVOCATION: (("40000", "20000"), ("40000", "5000")),
    Kind.RENUNCIATION: (("40000", "20000"), ("40000", "0")),
}
_DAYS = {Kind.REVOCATION: "2028-09-15", Kind.RENUNCIATION: "2028-09-15"}
_REASONS = {
    Kind.AWARD: "",
    Kind.PARTIAL: "Sachausgaben und Bewirtung sind nach der Richtlinie nicht zuwendungsfähig.",
    Kind.REFUSAL: "Die Mittel des Aufrufs reichen nicht für alle Anträge. Ihr Vorhaben steht auf Platz 48 von 60; "
    "bewilligt werden konnten die Plätze 1 bis 41.",
    Kind.EARLY_START: "Die Stelle muss zum Beginn des Kursjahres besetzt sein.",
    Kind.CHANGE: "Sie haben am 02.02.2027 mitgeteilt, dass die Honorare geringer ausfallen.",
    Kind.REVOCATION: "Das Vorhaben wurde zum 30.06.2028 eingestellt. Sie wurden am 03.08.2028 angehört.",
    Kind.RENUNCIATION: "Sie haben am 03.08.2028 schriftlich auf die Zuwendung für das Jahr 2028 verzichtet.",
}
