"""From the ledger to projects and steps: one statement for one case, a programme, or everything.

The databases do it themselves, so that a million entries take seconds. `tests/balance` hold it against a plain sum in
Python. Names of tables and columns come from the models; values are always parameters.
"""

from django.db import connection

from kommin.balance.models import Project, Step
from kommin.cases.models import GRANTING, Case, EntryKind, LedgerEntry

INVENTED = "demonstration:"
"""A source of the ledger that begins so marks what was invented for a demonstration."""

_CENTS = "CAST(ROUND(amount * 100) AS BIGINT)"
_IN_FORCE = f"CASE WHEN kind IN ({', '.join(['%s'] * len(GRANTING))}) THEN {_CENTS} ELSE 0 END"


def derive(*, case_id: int | None = None, programme_id: int | None = None) -> None:
    """Make the projects and steps of a case or programme anew. The caller holds the case, or alone rebuilds."""
    column, value = ("case_id", case_id) if case_id is not None else ("programme_id", programme_id)
    granting = [kind.value for kind in GRANTING]
    granted, paid, returned = (kind.value for kind in (EntryKind.GRANTED, EntryKind.PAID, EntryKind.RETURNED))
    with connection.cursor() as cursor:
        for model in (Step, Project):
            cursor.execute(f"DELETE FROM {_table(model)} WHERE {column} = %s", [value])  # noqa: S608 - own names
        cursor.execute(_PROJECTS.format(scope=column, days=_days()), [granted, *granting, value, granted])
        cursor.execute(_STEPS.format(scope=column), [*granting, paid, returned, value])


def hold_off_writers() -> None:
    """Let nobody else derive until the transaction ends: what one rebuilds another must not delete halfway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (Step, Project):  # in the order in which `derive` touches them
                cursor.execute(f"LOCK TABLE {_table(model)} IN SHARE ROW EXCLUSIVE MODE")


def _table(model: type) -> str:
    return str(model._meta.db_table)  # type: ignore[attr-defined]  # noqa: SLF001 - documented by Django


def _days() -> str:
    """Days from arrival to decision, both taken as days in UTC."""
    if connection.vendor == "sqlite":
        return "CAST(julianday(f.first_on) - julianday(date(c.received_at)) AS INTEGER)"
    return "(f.first_on - CAST(c.received_at AT TIME ZONE 'UTC' AS date))"


_KINDS = ", ".join(["%s"] * len(GRANTING))

# An arrival after the decision is the moment of a later import and says nothing. One pass over the entries, no join of
# one half with the other: a planner that has not seen a large import yet would compare each with each.
_PROJECTS = f"""
INSERT INTO {_table(Project)} (case_id, programme_id, block_id, applicant_key, applicant_kind, year, first_on, ended_on,
    cents, title_sort, applicant_sort, is_public, waited, invented)
SELECT c.id, c.programme_id, c.block_id, c.applicant_key, c.applicant_kind, f.year, f.first_on,
    CASE WHEN f.cents > 0 THEN NULL ELSE f.last_on END, f.cents, c.title_sort, c.applicant_sort, c.is_public,
    CASE WHEN {{days}} >= 0 THEN {{days}} END, f.source LIKE '{INVENTED}%%'
FROM (
    SELECT case_id, kind, budget_year AS year, effective_on AS first_on, source,
        ROW_NUMBER() OVER (
            PARTITION BY case_id ORDER BY CASE WHEN kind = %s THEN 0 ELSE 1 END, effective_on, budget_year, id
        ) AS place,
        SUM({_CENTS}) OVER (PARTITION BY case_id) AS cents, MAX(effective_on) OVER (PARTITION BY case_id) AS last_on
    FROM {_table(LedgerEntry)} WHERE kind IN ({_KINDS}) AND {{scope}} = %s
) AS f JOIN {_table(Case)} c ON c.id = f.case_id
WHERE f.place = 1 AND f.kind = %s
"""  # noqa: S608 - names of our own tables

_STEPS = f"""
INSERT INTO {_table(Step)} (programme_id, case_id, block_id, day, year, means_year, applicant_key, applicant_kind,
    projects, cents, paid, returned, days, timed)
SELECT programme_id, case_id, block_id, day, year, means_year, applicant_key, applicant_kind,
    enters, cents, paid, returned, enters * COALESCE(waited, 0), CASE WHEN waited IS NULL THEN 0 ELSE enters END
FROM (
    SELECT p.programme_id, p.block_id, p.year, p.applicant_key, p.applicant_kind, p.waited, r.*,
        CASE WHEN place > 1 THEN 0
             ELSE (CASE WHEN after_day > 0 THEN 1 ELSE 0 END) - (CASE WHEN after_day - on_day > 0 THEN 1 ELSE 0 END)
        END AS enters
    FROM (
        SELECT n.*, ROW_NUMBER() OVER (PARTITION BY case_id, day ORDER BY means_year) AS place,
            SUM(cents) OVER (PARTITION BY case_id, day) AS on_day,
            SUM(cents) OVER (PARTITION BY case_id ORDER BY day) AS after_day
        FROM (
            SELECT case_id, effective_on AS day, budget_year AS means_year, SUM({_IN_FORCE}) AS cents,
                SUM(CASE WHEN kind = %s THEN {_CENTS} ELSE 0 END) AS paid,
                SUM(CASE WHEN kind = %s THEN {_CENTS} ELSE 0 END) AS returned
            FROM {_table(LedgerEntry)} WHERE {{scope}} = %s GROUP BY case_id, effective_on, budget_year
        ) AS n
    ) AS r JOIN {_table(Project)} p ON p.case_id = r.case_id
) AS moved
"""  # noqa: S608 - names of our own tables
