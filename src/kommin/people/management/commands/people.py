"""`kommin people`: the first operator, and what an operator does when the pages are out of reach."""

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.cli import BadInput, HouseCommand, Subcommands, add_json
from kommin.people import actions, letters, queries
from kommin.people.errors import PeopleError
from kommin.people.models import Kind, Organisation, Role, User


class Command(HouseCommand):
    help = "invite the first operator; show, lock and open accounts"
    refusals = (PeopleError,)

    def add_subcommands(self, group: Subcommands) -> None:
        invite = group.add("invite-operator", self.invite_operator, help="invite somebody who runs this platform")
        invite.add_argument("email")
        add_json(invite)
        show = group.add("show", self.show, help="one account with its roles")
        show.add_argument("email")
        add_json(show)
        for name, run, text in (
            ("lock", self.lock, "shut a person out at once"),
            ("reset-second-factor", self.reset_second_factor, "for somebody who lost app and key"),
        ):
            parser = group.add(name, run, help=text)
            parser.add_argument("email")
            parser.add_argument("--reason", required=True)
        group.add("unlock", self.unlock, help="let a locked person sign in again").add_argument("email")

    @transaction.atomic
    def invite_operator(self, *, email: str, json: bool, **_options: Any) -> None:
        """The letter goes out as usual; the link is printed too, because mail may not work on the first day."""
        by = Actor.command("kommin people invite-operator")
        house = Organisation.objects.filter(kind=Kind.OPERATOR).order_by("pk").first()
        if house is None:
            house = actions.create_organisation(kind=Kind.OPERATOR, name=_("Operator of this platform"), by=by)
        language = (translation.get_language() or "de")[:2]
        sent = actions.invite(
            organisation=house, email=email, role=Role.OPERATOR, administers_members=True, language=language, by=by
        )
        link = letters.address_of_house() + sent.link
        if json:
            self.print_json({"email": sent.invitation.email, "link": link, "expires_at": sent.invitation.expires_at})
        else:
            self.stdout.write(_("Invited. The link, for this person alone: %(link)s") % {"link": link})

    def show(self, *, email: str, json: bool, **_options: Any) -> None:
        person = _person(email)
        rows: list[Any] = list(queries.memberships_of(person))
        roles = [
            {
                "organisation": row.house_name,
                "role": row.role,
                "from": row.valid_from,
                "until": row.valid_until,
                "ended": row.ended_at,
            }
            for row in rows
        ]
        if json:
            self.print_json(
                {"email": person.email, "name": person.name, "locked": not person.is_active, "roles": roles}
            )
            return
        self.stdout.write(f"{person.name} <{person.email}>" + ("" if person.is_active else f" ({_('locked')})"))
        columns = [_("Organisation"), _("Role"), _("First day"), _("Last day")]
        self.print_table(columns, [(row["organisation"], row["role"], row["from"], row["until"]) for row in roles])

    def lock(self, *, email: str, reason: str, **_options: Any) -> None:
        actions.lock_person(person=_person(email), reason=reason, by=Actor.command("kommin people lock"))
        self.stdout.write(_("The account is locked and all its sessions have ended."))

    def unlock(self, *, email: str, **_options: Any) -> None:
        actions.unlock_person(person=_person(email), by=Actor.command("kommin people unlock"))
        self.stdout.write(_("The account is open again."))

    def reset_second_factor(self, *, email: str, reason: str, **_options: Any) -> None:
        by = Actor.command("kommin people reset-second-factor")
        actions.reset_second_factor(person=_person(email), reason=reason, by=by)
        self.stdout.write(_("The second factor is taken away."))


def _person(email: str) -> User:
    person = queries.person_by_email(email)
    if person is None:
        raise BadInput(_("There is no account with the address %(email)s.") % {"email": email})
    return person
