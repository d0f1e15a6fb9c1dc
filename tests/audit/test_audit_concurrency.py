"""Many people at once, on real connections: every chain stays whole and nothing is lost."""

import threading
from collections.abc import Callable

from django.db import connection, connections, transaction
from django.utils import timezone

from audit.tampering import by_hand
from kommin.foundation.access import Actor
from kommin.foundation.audit.actions import erase_payload, record, seal
from kommin.foundation.audit.models import Record, SealedEnd
from kommin.foundation.audit.verification import Report, verify

CLOCK = Actor.clock()


def at_once(*work: Callable[[], object]) -> list[BaseException]:
    """Run all work in threads that start together; returns what went wrong."""
    together, faults = threading.Barrier(len(work)), []

    def run(one: Callable[[], object]) -> None:
        try:
            together.wait()
            one()
        except BaseException as error:  # noqa: BLE001 - handed to the test
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def write(case: str, times: int) -> Callable[[], None]:
    def work() -> None:
        for n in range(times):
            record(action="cases.noted", by=CLOCK, case=case, data={"n": n}, personal={"n": n})

    return work


def test_writers_of_one_case_wait_for_each_other_and_the_chain_is_whole(fresh_database: str):
    assert at_once(*(write("1", 10) for _ in range(4))) == []
    assert list(Record.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 41))
    assert verify().is_whole


def test_writers_sealers_and_erasers_at_once(fresh_database: str):
    rows = [record(action="cases.noted", by=CLOCK, case="1", personal={"n": n}) for n in range(5)]

    def seal_often() -> None:
        for _ in range(10):
            seal(timezone.now())

    def erase_all() -> None:
        for row in rows:
            erase_payload(record_id=row.pk, by=CLOCK, reason="due")

    assert at_once(write("1", 15), write("2", 15), seal_often, seal_often, erase_all) == []
    seal(timezone.now())
    report = verify()
    assert report.is_whole, report.findings
    assert (report.records, report.erased, report.unsealed) == (40, 5, 0)


def test_verifying_while_others_write_sees_one_moment(fresh_database: str):
    write("1", 5)()
    reports: list[Report] = []

    def verify_often() -> None:
        reports.extend(verify() for _ in range(8))

    assert at_once(write("1", 20), write("2", 20), verify_often) == []
    assert all(report.is_whole for report in reports), [report.findings for report in reports]
    assert verify().records == 45


def test_what_is_rolled_back_leaves_no_record(fresh_database: str):
    with transaction.atomic():
        record(action="cases.noted", by=CLOCK, case="1")
        transaction.set_rollback(True)
    record(action="cases.noted", by=CLOCK, case="1")
    assert list(Record.objects.values_list("number", flat=True)) == [1]
    assert verify().is_whole


def test_a_sealer_leaves_a_chain_that_is_being_written_for_the_next_time(fresh_database: str):
    if connection.vendor != "postgresql":
        write("1", 1)()
        assert seal(timezone.now()) == 1  # SQLite has one writer at a time: nothing to leave
        return
    write("1", 1)()
    write("2", 1)()
    written, sealed = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with transaction.atomic():
            record(action="cases.noted", by=CLOCK, case="1")
            written.set()
            assert sealed.wait(20)

    def sealer() -> None:
        assert written.wait(20)
        try:
            assert seal(timezone.now()) == 1
        finally:
            sealed.set()

    assert at_once(slow_writer, sealer) == []
    assert list(SealedEnd.objects.values_list("chain", flat=True)) == ["case:2"]
    assert seal(timezone.now()) == 1
    assert verify().is_whole


def test_a_record_broken_by_hand_in_a_real_database_is_found(fresh_database: str):
    write("1", 3)()
    by_hand("UPDATE audit_record SET actor_name = 'somebody else' WHERE number = 2")
    report = verify()
    assert report.first_broken is not None
    assert (report.first_broken.kind, report.first_broken.number, report.records) == ("altered", 2, 3)
