"""Who does something: a person in one role of one organisation, a command, the clock, or nobody.

Every action takes an `Actor` as `by`, and the audit record keeps what it says. The house below knows no people:
the room that does registers how to find the actor of a request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest


class ActorKind(StrEnum):
    PERSON = "person"
    COMMAND = "command"
    CLOCK = "clock"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, frozen as things stand at this moment.

    A person acts in one membership at a time: `role` and the organisation belong to it. `deputising_for` names the
    person whose place a deputy takes. `role` is a stable word such as "signatory"; its label comes from `role_label`.
    """

    kind: ActorKind
    user_id: int | None = None
    name: str = ""
    role: str = ""
    organisation_id: int | None = None
    organisation_name: str = ""
    organisation_kind: str = ""
    deputising_for: str = ""

    @classmethod
    def person(
        cls,
        *,
        user_id: int,
        name: str,
        role: str = "",
        organisation_id: int | None = None,
        organisation_name: str = "",
        organisation_kind: str = "",
        deputising_for: str = "",
    ) -> "Actor":
        """Somebody who is signed in; without a role when no membership is in force."""
        return cls(
            kind=ActorKind.PERSON,
            user_id=user_id,
            name=name,
            role=role,
            organisation_id=organisation_id,
            organisation_name=organisation_name,
            organisation_kind=organisation_kind,
            deputising_for=deputising_for,
        )

    @classmethod
    def command(cls, command: str) -> "Actor":
        """Somebody at the machine itself, known by the command typed: `Actor.command("kommin law rates import")`."""
        return cls(kind=ActorKind.COMMAND, name=command)

    @classmethod
    def clock(cls) -> "Actor":
        """The house itself, doing what falls due."""
        return cls(kind=ActorKind.CLOCK, name="clock")

    @classmethod
    def nobody(cls) -> "Actor":
        """A visitor who is not signed in."""
        return cls(kind=ActorKind.NOBODY)

    @property
    def is_person(self) -> bool:
        return self.kind is ActorKind.PERSON

    @property
    def is_the_house(self) -> bool:
        """A command or the clock: trusted by whoever runs the machine, so permission rules do not bind it."""
        return self.kind in (ActorKind.COMMAND, ActorKind.CLOCK)

    def __str__(self) -> str:
        return self.name or self.kind.value


Resolver = Callable[[HttpRequest], Actor]


def _signed_in_without_roles(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Actor.nobody()
    return Actor.person(user_id=user.pk, name=str(user))


_resolver: Resolver = _signed_in_without_roles


def register_actor_resolver(resolver: Resolver) -> None:
    """Tell the house who acts in a request (the room that knows people calls this once, in its `ready`)."""
    global _resolver
    _resolver = resolver


def resolve_actor(request: HttpRequest) -> Actor:
    """The actor of a request; views read `request.actor`, which asks this once and only when needed."""
    return _resolver(request)
