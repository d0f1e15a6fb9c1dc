"""`kommin audit`, and the program in docs/audit.md that verifies an export without this software."""

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from audit.tampering import by_hand
from kommin.foundation.access import Actor
from kommin.foundation.audit.actions import Target, erase_payload, record, seal
from kommin.foundation.audit.models import Record, Seal

pytestmark = pytest.mark.django_db
CLOCK = Actor.clock()
DOCUMENT = Path(__file__).parents[2] / "docs" / "audit.md"


def kommin(*words: str) -> str:
    out = StringIO()
    call_command("audit", *words, "--lang", "en", stdout=out)
    return out.getvalue()


def write(case: str = "4711", **kwargs: object) -> Record:
    values = {"action": "cases.noted", "by": CLOCK, "case": case, "data": {"wörds": ["ß", '\n\t"\\', 3, None]}}
    return record(**{**values, **kwargs})  # type: ignore[arg-type]


def refused(*words: str) -> tuple[int, str]:
    with pytest.raises(CommandError) as error:
        kommin(*words)
    return error.value.returncode, str(error.value)


def independent(file: Path) -> subprocess.CompletedProcess[str]:
    """Run the program from the document."""
    programs = re.findall(r"```python\n(import hashlib.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert len(programs) == 1
    return subprocess.run([sys.executable, "-X", "utf8", "-c", programs[0], file], capture_output=True, text=True)


def test_verify_says_how_many_records_fit_and_which_seal_to_note():
    write()
    seal(timezone.now())
    write()
    answer = kommin("verify")
    assert "Checked. Records: 2, chains: 1, seals: 1." in answer
    assert "1 record is not yet sealed." in answer
    assert f"1:{Seal.objects.get().hash}" in answer


def test_verify_names_the_first_broken_link_and_exits_with_1():
    rows = [write() for _ in range(3)]
    by_hand("UPDATE audit_record SET reason = 'x' WHERE id >= %s", rows[1].pk)
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("audit", "verify", "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert error.value.returncode == 1
    assert (answer["whole"], answer["records_checked"], answer["broken_chains"]) == (False, 3, 1)
    assert (answer["first_broken"]["chain"], answer["first_broken"]["number"]) == ("case:4711", 2)
    assert refused("verify", "--case", "4711")[0] == 1


def test_verify_tells_erased_from_broken():
    row = write(personal={"name": "Erika"})
    erase_payload(record_id=row.pk, by=CLOCK, reason="due")
    assert json.loads(kommin("verify", "--json"))["payloads_erased"] == 1
    assert "erased" in kommin("verify")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["verify", "--case", "999"], "There is no record of a case 999."),
        (["verify", "--anchor", "1:abc"], "64"),
        (["verify", "--anchor", "x"], "64"),
        (["export", "/nowhere/at/all"], "There is no folder /nowhere/at."),
        (["erase", "999", "--reason", "x"], "no personal data"),
        (["erase", "1", "--reason", "  "], "Give a reason"),
        (["export", "x.jsonl", "--case", "999"], "There is no record of a case 999."),
    ],
)
def test_bad_input_is_refused_in_one_sentence(words: list[str], sentence: str):
    code, message = refused(*words)
    assert code == 2 or "--anchor" in words  # argparse exits with 2 by itself
    assert sentence in message
    assert "\n" not in message.strip()


def test_a_seal_noted_elsewhere_must_still_be_there():
    write()
    seal(timezone.now())
    kommin("verify", "--anchor", f"1:{Seal.objects.get().hash}")
    assert refused("verify", "--anchor", f"1:{'0' * 64}")[0] == 1
    assert refused("verify", "--anchor", f"2:{'0' * 64}")[0] == 1


def test_an_export_is_verified_by_the_program_of_the_document(tmp_path: Path):
    first = write(personal={"name": "Erika"})
    write(personal={"name": "Max"})
    write(case="0815")
    record(action="house.counted", by=Actor.command("kommin x"), target=Target("x.y", "1", "ÄÖÜ \u2028 😀"))
    seal(timezone.now())
    write()
    seal(timezone.now())
    erase_payload(record_id=first.pk, by=CLOCK, reason="due")
    for options in ([], ["--personal"]):
        file = tmp_path / f"record{len(options)}.jsonl"
        answer = json.loads(kommin("export", str(file), "--json", *options))
        assert answer["records"] == 6
        checked = independent(file)
        assert checked.returncode == 0, checked.stderr
        assert "6 records and 2 seals fit; last seal 2:" in checked.stdout
        assert ("Max" in file.read_text(encoding="utf-8")) is bool(options)
        assert "Erika" not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0, "nobody else can read it"


def test_an_export_of_a_touched_record_is_refused_by_the_program_of_the_document(tmp_path: Path):
    rows = [write(personal={"n": n}) for n in range(3)]
    seal(timezone.now())
    by_hand("UPDATE audit_record SET data_json = 'no json' WHERE id = %s", rows[1].pk)
    file = tmp_path / "record.jsonl"
    kommin("export", str(file))
    checked = independent(file)
    assert checked.returncode == 1
    assert "line 3 does not fit" in checked.stderr


def test_an_export_of_one_case_holds_its_chain_alone(tmp_path: Path):
    write()
    write(case="0815")
    file = tmp_path / "case.jsonl"
    assert json.loads(kommin("export", str(file), "--case", "0815", "--json"))["records"] == 1
    assert "4711" not in file.read_text(encoding="utf-8")


def test_an_export_replaces_no_file_unasked_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write()
    file = tmp_path / "record.jsonl"
    file.write_text("precious")
    assert refused("export", str(file)) == (2, f"{file} exists already; --force replaces it.")

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("kommin.foundation.audit.management.commands.audit.export", full_disk)
        assert refused("export", str(file), "--force")[0] == 2
    assert file.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [file]
    kommin("export", str(file), "--force")
    assert "kommin-audit-1" in file.read_text()


def test_erasing_and_sealing_from_the_command_line_are_recorded():
    row = write(personal={"name": "Erika"})
    kommin("erase", str(row.pk), "--reason", "Art. 17 DSGVO")
    erased = Record.objects.get(action="audit.payload_erased")
    assert (erased.actor_kind, erased.actor_name, erased.reason) == ("command", "kommin audit erase", "Art. 17 DSGVO")
    assert json.loads(kommin("seal", "--json")) == {"chains_sealed": 1}
    assert "All in place." in kommin("protect")
    assert json.loads(kommin("protect", "--json")) == {"restored": []}
