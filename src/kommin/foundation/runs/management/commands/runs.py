"""`kommin runs`: look at long work, jobs and the clock; stop, resume, try again."""

import uuid
from typing import Any

from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.cli import BadInput, HouseCommand, Subcommands, add_json
from kommin.foundation.runs import queries
from kommin.foundation.runs.actions import jobs, runs
from kommin.foundation.runs.errors import RunsError
from kommin.foundation.runs.inside import inside_of
from kommin.foundation.runs.models import Job, Run, TickState, WorkerBeat

MOST = 200


class Command(HouseCommand):
    help = "Long work and the clock: list, show, stop, resume, retry."
    refusals = (RunsError,)

    def add_subcommands(self, group: Subcommands) -> None:
        listing = group.add("list", self.list_runs, help="runs, newest first")
        listing.add_argument("--all", action="store_true", help="also those that are finished")
        listing.add_argument("--limit", type=int, default=50, help="at most so many (default: %(default)s)")
        add_json(listing)
        show = group.add("show", self.show, help="one run with the items that failed")
        for name, run, text in (
            ("stop", self.stop, "let no further item begin"),
            ("resume", self.resume, "go on with a stopped run"),
            ("retry", self.retry, "try the failed items of a run, or a job that was given up, again"),
        ):
            change = group.add(name, run, help=text)
            change.add_argument("id")
            add_json(change)
        show.add_argument("id")
        add_json(show)
        for name, run, text in (
            ("dead", self.list_dead, "jobs that were given up"),
            ("ticks", self.list_ticks, "what the clock does and when"),
            ("workers", self.list_workers, "workers that are alive"),
        ):
            add_json(group.add(name, run, help=text))

    def list_runs(self, *, all: bool, limit: int, json: bool, **_options: Any) -> None:  # noqa: A002 - the option's name
        if not 1 <= limit <= MOST:
            raise BadInput(_("--limit must be 1 to %(most)s.") % {"most": MOST})
        chosen = queries.all_runs() if all else queries.all_runs().exclude(state=Run.State.FINISHED)
        listed = list(chosen[:limit])
        figures = queries.progress_of(listed)
        if json:
            self.print_json([_run_as_json(run, figures[run.pk]) for run in listed])
            return
        self.print_table(
            [_("No."), _("What"), _("State"), _("Done"), _("Failed"), _("Of"), _("Started by"), _("Since")],
            [
                (run.pk, run.title, run.get_state_display(), figures[run.pk].done, figures[run.pk].failed,
                 figures[run.pk].total, run.started_by or "", _moment(run.created_at))
                for run in listed
            ],
            right=(3, 4, 5),
        )  # fmt: skip

    def show(self, *, id: str, json: bool, **_options: Any) -> None:  # noqa: A002 - the argument's name
        run = self._run(id)
        counted = queries.progress_of([run])[run.pk]
        failed = list(queries.failed_items(run)[:MOST])
        if json:
            items = [{"number": item.number, "label": item.label, "error": item.error} for item in failed]
            self.print_json(_run_as_json(run, counted) | {"failed_items": items})
            return
        self.stdout.write(f"{run.title}: {run.get_state_display()}")
        self.stdout.write(
            _("%(done)d of %(total)d done, %(failed)d failed.")
            % {"done": counted.done, "total": counted.total, "failed": counted.failed}
        )
        if inside := inside_of(run):
            self.stdout.write(f"{inside.label}: {inside.text}" if inside.text else str(inside.label))
        if run.error:
            self.stdout.write(run.error)
        if failed:
            self.print_table([_("Item"), _("What"), _("Why it failed")], [(i.number, i.label, i.error) for i in failed])

    def stop(self, *, id: str, json: bool, **_options: Any) -> None:  # noqa: A002
        self._answer(runs.stop_run(run=self._run(id), by=_by("stop")), json)

    def resume(self, *, id: str, json: bool, **_options: Any) -> None:  # noqa: A002
        self._answer(runs.resume_run(run=self._run(id), by=_by("resume")), json)

    def retry(self, *, id: str, json: bool, **_options: Any) -> None:  # noqa: A002
        job = Job.objects.filter(pk=_number(id)).first()
        if job is not None:
            jobs.retry_dead_job(job=job, by=_by("retry"))
            self._say(_("The job waits for a worker again."), {"id": job.pk, "state": Job.State.WAITING}, json)
            return
        run = self._run(id)
        number = runs.retry_failed_items(run=run, by=_by("retry"))
        self._say(_("%(number)d items wait for a worker again.") % {"number": number},
                  {"id": run.pk, "state": run.state, "items": number}, json)  # fmt: skip

    def list_dead(self, *, json: bool, **_options: Any) -> None:
        dead = list(queries.dead_jobs()[:MOST])
        if json:
            self.print_json(
                [
                    {"id": job.pk, "function": job.function, "arguments": job.arguments, "attempts": job.attempts,
                     "finished_at": job.finished_at, "error": job.error}
                    for job in dead
                ]
            )  # fmt: skip
            return
        columns = [_("No."), _("What"), _("Attempts"), _("Given up"), _("Why it failed")]
        rows = [(j.pk, j.function, j.attempts, _moment(j.finished_at), _last_line(j.error)) for j in dead]
        self.print_table(columns, rows, right=(2,))

    def list_ticks(self, *, json: bool, **_options: Any) -> None:
        ticks = list(TickState.objects.all())
        if json:
            self.print_json(
                [
                    {"name": tick.name, "next_due": tick.next_due, "finished_at": tick.finished_at,
                     "failures": tick.failures, "error": tick.error}
                    for tick in ticks
                ]
            )  # fmt: skip
            return
        columns = [_("Tick"), _("Next"), _("Last finished"), _("Failures in a row"), _("Why it failed")]
        rows = [(t.name, _moment(t.next_due), _moment(t.finished_at), t.failures, _last_line(t.error)) for t in ticks]
        self.print_table(columns, rows, right=(3,))

    def list_workers(self, *, json: bool, **_options: Any) -> None:
        workers = list(WorkerBeat.objects.all())
        if json:
            self.print_json([{"name": w.name, "started_at": w.started_at, "seen_at": w.seen_at} for w in workers])
            return
        rows = [(worker.name, _moment(worker.started_at), _moment(worker.seen_at)) for worker in workers]
        self.print_table([_("Worker"), _("Started"), _("Last seen")], rows)

    def _run(self, text: str) -> Run:
        run = Run.objects.select_related("started_by").filter(pk=_number(text)).first()
        if run is None:
            raise BadInput(
                _("There is no run with the number %(id)s. “kommin runs list --all” lists them.") % {"id": text}
            )
        return run

    def _answer(self, run: Run, json: bool) -> None:
        self._say(f"{run.title}: {run.get_state_display()}", {"id": run.pk, "state": run.state}, json)

    def _say(self, sentence: str, value: dict[str, object], json: bool) -> None:
        if json:
            self.print_json(value)
        else:
            self.stdout.write(sentence)


def _by(subcommand: str) -> Actor:
    return Actor.command(f"kommin runs {subcommand}")


def _number(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise BadInput(_("“%(id)s” is not the number of a run or a job.") % {"id": text}) from None


def _run_as_json(run: Run, counted: queries.Counted) -> dict[str, object]:
    return {
        "id": run.pk, "kind": run.kind, "title": run.title, "state": run.state, "done": counted.done,
        "failed": counted.failed, "total": counted.total, "started_by": str(run.started_by) if run.started_by else None,
        "created_at": run.created_at, "finished_at": run.finished_at, "error": run.error,
        "result": run.result_name or None,
    }  # fmt: skip


def _moment(value: Any) -> str:
    return localize(localtime(value)) if value else ""


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1] if text.strip() else ""
