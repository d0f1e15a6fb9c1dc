"""Permission rules that read like sentences and can say what is missing.

    @rule(_("You need to be the caseworker of this case."))
    def is_caseworker_of_case(actor, case):
        return actor.user_id == case.caseworker_id

    can_release = has_role("head") & ~is_caseworker_of_case

A rule is a predicate of the `rules` library over (actor, object); `&`, `|` and `~` combine them. `explain` collects
the sentences of the parts that do not hold, for the page "Why can't I?".
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Literal

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from rules import Predicate

from kommin.foundation.access.actors import Actor

Text = str | Promise


class Rule(Predicate):  # type: ignore[misc]  # the library ships no types
    """A predicate with the sentence that tells a person what is missing when it does not hold."""

    missing: Text = _("Your present role does not allow this.")
    missing_when_inverted: Text = ""
    joined_by: Literal["", "and", "or", "not"] = ""
    parts: tuple["Rule", ...] = ()

    def __and__(self, other: Predicate) -> "Rule":
        return self._joined(super().__and__(other), "and", self, as_rule(other))

    def __or__(self, other: Predicate) -> "Rule":
        return self._joined(super().__or__(other), "or", self, as_rule(other))

    def __invert__(self) -> "Rule":
        inverted = self._joined(super().__invert__(), "not", self)
        if self.missing_when_inverted:
            inverted.missing, inverted.missing_when_inverted = self.missing_when_inverted, self.missing
        return inverted

    @staticmethod
    def _joined(combined: Predicate, joined_by: Literal["and", "or", "not"], *parts: "Rule") -> "Rule":
        rule_ = as_rule(combined)
        rule_.joined_by, rule_.parts = joined_by, parts
        return rule_

    def holds(self, actor: Actor, obj: object = None) -> bool:
        """Whether the rule lets this actor pass."""
        return self.test(actor, obj)

    def explain(self, actor: Actor, obj: object = None) -> list[str]:
        """What is missing, one sentence each, in the reader's language; empty when the rule holds."""
        if self.holds(actor, obj):
            return []
        if self.joined_by == "and":
            return [sentence for part in self.parts for sentence in part.explain(actor, obj)]
        if self.joined_by == "or":
            ways = [" ".join(part.explain(actor, obj)) for part in self.parts]
            return [gettext(" Or: ").join(ways)]
        return [str(self.missing)]


def as_rule(predicate: Predicate) -> Rule:
    """A plain predicate of the library as a rule with a general sentence."""
    return predicate if isinstance(predicate, Rule) else Rule(predicate)


def rule(missing: Text, *, otherwise: Text = "") -> Callable[[Callable[..., bool]], Rule]:
    """Make a function of (actor) or (actor, object) a rule.

    `missing` tells what is missing when the rule does not hold; `otherwise` does so for its inversion `~rule`.
    """

    def decorate(function: Callable[..., bool]) -> Rule:
        made = Rule(function)
        made.missing, made.missing_when_inverted = missing, otherwise
        made.__doc__ = function.__doc__
        return made

    return decorate


@rule(_("You need to sign in first."))
def is_signed_in(actor: Actor) -> bool:
    return actor.is_person


_role_labels: dict[str, Text] = {}


def register_role_labels(labels: Mapping[str, Text]) -> None:
    """Tell the house how roles are called (the room that defines roles calls this once, in its `ready`)."""
    _role_labels.update(labels)


def role_label(role: str) -> str:
    """What readers call a role; the word itself while nobody has registered a label."""
    return str(_role_labels.get(role, role))


def roles_known() -> dict[str, str]:
    """Every registered role with its label in the reader's language."""
    return {role: str(label) for role, label in _role_labels.items()}


def has_role(*roles: str) -> Rule:
    """The actor acts in one of these roles now."""

    def acts_in_role(actor: Actor) -> bool:
        return actor.role in roles

    made = Rule(acts_in_role, name=f"has_role({', '.join(roles)})")
    made.missing = lazy(_name_roles, str)(roles)
    return made


def _name_roles(roles: Iterable[str]) -> str:
    labels = [gettext("“%(role)s”") % {"role": role_label(role)} for role in roles]
    sentence = ngettext("You need the role %(roles)s.", "You need one of the roles %(roles)s.", len(labels))
    return sentence % {"roles": ", ".join(labels)}


class NotAllowed(PermissionDenied):
    """The actor may not do this; `sentences` say what is missing. Pages answer 403 with them, commands print them.

    A room may say it on a page of its own: a subclass names the `template`, which knows the error as `refusal`.
    """

    template: ClassVar[str] = "access/why_not.html"

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


def require(required: Predicate, *, by: Actor, of: Any = None) -> None:
    """The first line of an action: refuse who may not do this. Commands and the clock pass.

    Raises:
        NotAllowed: the rule does not hold.
    """
    if by.is_the_house:
        return
    checked = as_rule(required)
    if not checked.holds(by, of):
        raise NotAllowed(*checked.explain(by, of))
