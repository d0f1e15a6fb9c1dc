"""What happens inside allauth's own pages and has to be recorded like every action."""

import logging
from typing import Any

from allauth.account.signals import email_changed, password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest

from kommin.foundation.access import Actor, client_address
from kommin.foundation.audit import actions as audit
from kommin.people import targets
from kommin.people.models import User

logger = logging.getLogger(__name__)


def connect() -> None:
    """Listen; called once when the room is set up."""
    for signal, action in (
        (user_logged_in, "people.signed_in"),
        (password_changed, "people.password_changed"),
        (password_set, "people.password_changed"),
        (password_reset, "people.password_reset"),
        (email_changed, "people.address_changed"),
        (authenticator_added, "people.second_factor_added"),
        (authenticator_removed, "people.second_factor_removed"),
        (authenticator_reset, "people.recovery_codes_renewed"),
        (social_account_added, "people.provider_connected"),
        (social_account_removed, "people.provider_disconnected"),
    ):
        signal.connect(_recorder(action), weak=False, dispatch_uid=f"people.{action}.{id(signal)}")
    user_login_failed.connect(_note_failure, dispatch_uid="people.sign_in_failed")


def _recorder(action: str) -> Any:
    def record(**told: Any) -> None:
        user = told.get("user") or _user_of(told)
        if not isinstance(user, User):
            return
        factor = told.get("authenticator")
        audit.record(
            action=action,
            by=Actor.person(user_id=user.pk, name=user.name),
            target=targets.account(user),
            data={"factor": str(factor.type)} if factor is not None else {},
        )

    return record


def _user_of(told: dict[str, Any]) -> object:
    for name in ("sociallogin", "socialaccount"):
        if name in told:
            return told[name].user
    return None


def _note_failure(request: HttpRequest | None = None, **_: Any) -> None:
    """Leave a line in the log, where an operator sees guessing; not in the audit record, which anybody could fill."""
    logger.warning("A sign-in failed from %s.", client_address(request) if request else "within the house")
