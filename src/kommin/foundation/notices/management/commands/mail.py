"""`kommin mail`: look into the outbox, decide about stuck mails, read messages that came back."""

import contextlib
import mailbox
import sys
from collections.abc import Iterator
from email import message_from_binary_file, policy
from email.message import Message
from pathlib import Path
from typing import Any

from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.cli import BadInput, HouseCommand, Subcommands, add_json
from kommin.foundation.notices.actions import bounces, mails
from kommin.foundation.notices.errors import NoticesError
from kommin.foundation.notices.models import Mail

MOST = 200


class Command(HouseCommand):
    help = "The outbox: list, retry, settle, read what came back."
    refusals = (NoticesError,)

    def add_subcommands(self, group: Subcommands) -> None:
        listing = group.add("list", self.list_mails, help="mails in the outbox, newest first")
        listing.add_argument("--stuck", action="store_true", help="only those that failed or are unclear")
        listing.add_argument("--limit", type=int, default=50, help="at most so many (default: %(default)s)")
        add_json(listing)
        for name, run, text in (
            ("retry", self.retry, "send a stuck mail again"),
            ("settle", self.settle, "leave a stuck mail: it arrived, or is no longer wanted"),
        ):
            change = group.add(name, run, help=text)
            change.add_argument("id", type=int)
            add_json(change)
        back = group.add("bounces", self.read_bounces, help="read messages that came back and mark the addresses")
        back.add_argument("file", help="one message, an mbox file, a maildir folder, or - for one message from a pipe")
        add_json(back)

    def list_mails(self, *, stuck: bool, limit: int, json: bool, **_options: Any) -> None:
        if not 1 <= limit <= MOST:
            raise BadInput(_("--limit must be 1 to %(most)s.") % {"most": MOST})
        chosen = Mail.objects.filter(state__in=mails.STUCK) if stuck else Mail.objects.all()
        listed = list(chosen.order_by("-created_at", "-pk")[:limit])
        if json:
            self.print_json([_as_json(mail) for mail in listed])
            return
        self.print_table(
            [_("No."), _("Mail"), _("To"), _("State"), _("Attempts"), _("Since"), _("What the server said")],
            [
                (mail.pk, mail.subject or mail.text_name, mail.to, mail.get_state_display(), mail.attempts,
                 localize(localtime(mail.created_at)), mail.error)
                for mail in listed
            ],
            right=(0, 4),
        )  # fmt: skip

    def retry(self, *, id: int, json: bool, **_options: Any) -> None:  # noqa: A002 - the argument's name
        self._answer(mails.send_again(mail=self._mail(id), by=Actor.command("kommin mail retry")), json)

    def settle(self, *, id: int, json: bool, **_options: Any) -> None:  # noqa: A002
        self._answer(mails.count_as_sent(mail=self._mail(id), by=Actor.command("kommin mail settle")), json)

    def read_bounces(self, *, file: str, json: bool, **_options: Any) -> None:
        returned = [one for message in _messages(file) for one in bounces.read_delivery_report(message)]
        if json:
            self.print_json([vars(one) for one in returned])
            return
        rows = [(one.address, one.status, one.reason, _("yes") if one.marked else _("no")) for one in returned]
        self.print_table([_("Address"), _("Status"), _("Reason"), _("Marked")], rows)

    def _mail(self, number: int) -> Mail:
        mail = Mail.objects.filter(pk=number).first()
        if mail is None:
            raise BadInput(
                _("There is no mail with the number %(id)s. “kommin mail list” lists them.") % {"id": number}
            )
        return mail

    def _answer(self, mail: Mail, json: bool) -> None:
        if json:
            self.print_json(_as_json(mail))
        else:
            self.stdout.write(f"{mail.pk}: {mail.get_state_display()}")


def _as_json(mail: Mail) -> dict[str, object]:
    return {
        "id": mail.pk, "mail": mail.text_name, "subject": mail.subject, "to": mail.to, "state": mail.state,
        "attempts": mail.attempts, "created_at": mail.created_at, "settled_at": mail.settled_at, "error": mail.error,
        "message_id": mail.message_id,
    }  # fmt: skip


def _messages(file: str) -> Iterator[Message]:
    if file == "-":
        yield message_from_binary_file(sys.stdin.buffer, policy=policy.compat32)
        return
    path = Path(file)
    if path.is_dir() and (path / "cur").is_dir():
        yield from mailbox.Maildir(file, create=False)
    elif not path.is_file():
        raise BadInput(_("There is no message, mbox file or maildir folder %(path)s.") % {"path": file})
    else:
        with path.open("rb") as content:
            several = content.read(5) == b"From "
            content.seek(0)
            if not several:
                yield message_from_binary_file(content, policy=policy.compat32)
        if several:
            with contextlib.closing(mailbox.mbox(file, create=False)) as box:
                yield from box
