"""Accounts: made for the invited, changed by their owners, locked when needed, made anonymous in the end."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.people import rules, targets
from kommin.people.errors import AccountError
from kommin.people.models import LANGUAGES, Deputyship, Invitation, Membership, User
from kommin.people.models.dated import today
from kommin.people.models.user import NAME_LENGTH, new_session_salt


def create_account(*, email: str, name: str, password: str | None, language: str) -> User:
    """Make an account whose address is known to be its owner's; part of accepting an invitation.

    Raises:
        AccountError: name or address cannot be used, or there is an account with this address.
    """
    name = clean_name(name)
    try:
        user = User.objects.create_user(email, password, name=name, language=language)
    except ValidationError as error:
        raise AccountError(" ".join(error.messages)) from error
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def change_profile(*, person: User, name: str, language: str, by: Actor) -> User:
    """Change the name and the language under which the house speaks to a person.

    Raises:
        AccountError: the name is empty or too long, or the language unknown.
        NotAllowed: it is not the person's own account.
    """
    require(~rules.concerns_somebody_else, by=by, of=person)
    name = clean_name(name)
    if language not in dict(LANGUAGES):
        raise AccountError(_("Choose German or English."))
    person = User.objects.select_for_update().get(pk=person.pk)
    before = {"name": person.name, "language": person.language}
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    audit.record(
        action="people.profile_changed",
        by=by,
        target=targets.account(person),
        personal={"before": before, "after": {"name": name, "language": language}},
    )
    return person


@transaction.atomic
def lock_person(*, person: User, reason: str, by: Actor) -> User:
    """Shut a person out at once: no signing in, no open session, no pending offer of a role.

    Raises:
        AccountError: no reason is given, or the account is locked already.
        NotAllowed: `by` is neither operator nor head of the only organisation of the person, or it is the own account.
    """
    require(rules.may_lock, by=by, of=person)
    reason = reason.strip()
    if not reason:
        raise AccountError(_("Say why the account is locked."))
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise AccountError(_("This account is locked already."))
    person.is_active, person.locked_at = False, timezone.now()
    person.save(update_fields=["is_active", "locked_at"])
    Invitation.objects.filter(email=person.email, accepted_at=None, revoked_at=None).update(revoked_at=timezone.now())
    ended = end_sessions(person)
    audit.record(
        action="people.account_locked",
        by=by,
        target=targets.account(person),
        data={"sessions_ended": ended},
        personal={"name": person.name, "email": person.email},
        reason=reason,
    )
    return person


@transaction.atomic
def unlock_person(*, person: User, by: Actor) -> User:
    """Let a locked person sign in again.

    Raises:
        AccountError: the account is not locked, or it was made anonymous.
        NotAllowed: as for `lock_person`.
    """
    require(rules.may_lock, by=by, of=person)
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.is_active:
        raise AccountError(_("This account is not locked."))
    if person.anonymised_at:
        raise AccountError(_("This account was made anonymous and stays so."))
    person.is_active, person.locked_at = True, None
    person.save(update_fields=["is_active", "locked_at"])
    audit.record(action="people.account_unlocked", by=by, target=targets.account(person))
    return person


@transaction.atomic
def reset_second_factor(*, person: User, reason: str, by: Actor) -> User:
    """Take away the second factor of somebody who lost it; the person signs in by password and sets up a new one.

    Raises:
        AccountError: no reason is given, or there is no second factor.
        NotAllowed: `by` is no operator, or it is the own account.
    """
    require(rules.is_operator & rules.concerns_somebody_else, by=by, of=person)
    reason = reason.strip()
    if not reason:
        raise AccountError(_("Say why the second factor is taken away."))
    person = User.objects.select_for_update().get(pk=person.pk)
    removed, _by_kind = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise AccountError(_("This account has no second factor."))
    ended = end_sessions(person)
    audit.record(
        action="people.second_factor_reset",
        by=by,
        target=targets.account(person),
        data={"sessions_ended": ended},
        reason=reason,
    )
    return person


@transaction.atomic
def anonymise_person(*, person: User, reason: str, by: Actor) -> User:
    """Take everything personal out of an account for good; what the person did stays with the account's number.

    Raises:
        AccountError: no reason is given, a role is still in force, or it is done already.
        NotAllowed: `by` is no operator, or it is the own account.
    """
    require(rules.is_operator & rules.concerns_somebody_else, by=by, of=person)
    reason = reason.strip()
    if not reason:
        raise AccountError(_("Say why the account is made anonymous."))
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.anonymised_at:
        raise AccountError(_("This account was made anonymous already."))
    if Membership.objects.not_ended_before(today()).filter(person=person, ended_at=None).exists():
        raise AccountError(_("End the person's memberships first."))
    ended = end_sessions(person)
    for personal in (EmailAddress, Authenticator, SocialAccount):
        personal.objects.filter(user=person).delete()
    Invitation.objects.filter(email=person.email, accepted_at=None, revoked_at=None).update(revoked_at=timezone.now())
    anonymous = f"anonymous-{person.pk}-{get_random_string(12).lower()}@anonymous.invalid"
    Invitation.objects.filter(email=person.email).update(email=anonymous)
    person.email, person.name = anonymous, ""
    person.is_active, person.anonymised_at = False, timezone.now()
    person.locked_at = person.locked_at or person.anonymised_at
    person.last_login = None
    person.set_unusable_password()
    person.save()
    Deputyship.objects.not_ended_before(today()).filter(deputy=person, ended_at=None).update(ended_at=timezone.now())
    audit.record(
        action="people.account_anonymised",
        by=by,
        target=targets.account(person),
        data={"sessions_ended": ended},
        reason=reason,
    )
    return person


@transaction.atomic
def end_session(*, session: UserSession, by: Actor) -> None:
    """End one of one's own sessions.

    Raises:
        NotAllowed: it is somebody else's.
    """
    require(~rules.concerns_somebody_else, by=by, of=session.user)
    session.end()
    audit.record(action="people.session_ended", by=by, target=targets.account(session.user))


def end_sessions(person: User) -> int:
    """End every open session of a person at once, known or not; returns how many were known."""
    person.session_salt = new_session_salt()
    person.save(update_fields=["session_salt"])
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)


def clean_name(text: str) -> str:
    """A person's name as it is stored: one line, without control characters and marks of writing direction.

    Such marks would turn the words around the name; pages isolate every name with `<bdi>` instead.

    Raises:
        AccountError: nothing is left, or it is too long.
    """
    shown = "".join(letter for letter in text if letter.isprintable() or letter in _JOINERS or letter.isspace())
    name = " ".join(shown.split())
    if not name:
        raise AccountError(_("Enter a name."))
    if len(name) > NAME_LENGTH:
        raise AccountError(_("A name has at most %(most)s characters.") % {"most": NAME_LENGTH})
    return name


_JOINERS = "\u200c\u200d"
"""Zero-width joiner and non-joiner: part of correct spelling in Persian and in several Indian scripts."""
