"""Clause sets: one is in every house, others come from files, none ever changes."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.models import Record
from kommin.programmes import actions, triggers
from kommin.programmes.checks import sums_are_kept
from kommin.programmes.clause_files import FOLDER, load_shipped
from kommin.programmes.errors import ProgrammeError
from kommin.programmes.models import Clause, ClauseSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    data = json.loads((FOLDER / "anbest_g.json").read_text(encoding="utf-8"))
    path = tmp_path / "other.json"
    path.write_text(json.dumps(data | {"code": "anbest-x"}), encoding="utf-8")
    return path


def test_every_house_has_the_shipped_set_once():
    load_shipped("default")
    made = ClauseSet.objects.get()
    numbers = list(made.clauses.values_list("number", flat=True))
    assert made.code == "anbest-g"
    assert not made.confirmed
    assert {"1.2", "2", "7.1", "9"} <= set(numbers)
    assert all(clause.title_en for clause in made.clauses.all())


def test_another_set_comes_from_a_file_once_and_never_changes(file):
    call_command("clauses", "load", str(file), stdout=StringIO())
    assert Record.objects.filter(action="programmes.clause_set_loaded").count() == 1
    with pytest.raises(CommandError) as refused:
        call_command("clauses", "load", str(file), stdout=StringIO())
    assert refused.value.returncode == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        Clause.objects.update(switchable=True)
    out = StringIO()
    call_command("clauses", "list", "--json", stdout=out)
    assert [each["code"] for each in json.loads(out.getvalue())] == ["anbest-g", "anbest-x"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"code": "x", "clauses": [{"nummer": 1}]}', "\xff\xfe"])
def test_what_is_no_clause_set_is_refused_in_one_sentence(tmp_path, content):
    path = tmp_path / "x.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(ProgrammeError):
        actions.load_clause_set(path=path, by=Actor.clock())
    assert ClauseSet.objects.count() == 1


def test_only_operators_bring_sets_in(file, officer):
    with pytest.raises(NotAllowed):
        actions.load_clause_set(path=file, by=officer)


def test_a_missing_trigger_is_named():
    assert sums_are_kept(databases=["default"]) == []
    triggers.remove(connection)
    assert len(sums_are_kept(databases=["default"])) == 3
    triggers.install(connection)
