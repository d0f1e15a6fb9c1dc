"""Definitions that come with the house."""

from pathlib import Path

from kommin.questionnaires.definition import Definition, load_json

DATA = Path(__file__).parent / "data"


def application_form() -> Definition:
    """The application form after Grundmuster 1 of the administrative rules on grants to municipalities (VVG).

    Heads: applicant, measure, financing plan, grant applied for, reasons, effects on the budget, declarations,
    enclosures.
    """
    return load_json((DATA / "application_form.json").read_bytes())
