"""Inviting somebody, and accepting: the only way to an account and to a role."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.people import letters, rules, targets
from kommin.people.actions.accounts import clean_name, create_account
from kommin.people.errors import InvitationError
from kommin.people.models import (
    LANGUAGES,
    ROLES_OF_KIND,
    Invitation,
    Membership,
    Organisation,
    Role,
    User,
    normalise_email,
)
from kommin.people.models.dated import today
from kommin.people.models.invitation import LIFETIME
from kommin.people.models.user import EMAIL_LENGTH
from kommin.people.queries import person_by_email
from kommin.people.standing import as_person, standings_of


@dataclass(frozen=True)
class Sent:
    """An invitation with the link of its letter; the link is nowhere else."""

    invitation: Invitation
    link: str


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    role: str,
    by: Actor,
    administers_members: bool = False,
    valid_until: date | None = None,
    language: str = "de",
) -> Sent:
    """Offer an e-mail address a role in an organisation; the letter goes out when the transaction is committed.

    Raises:
        InvitationError: the address, role, language or last day cannot be used, or the role is held or offered already.
        NotAllowed: `by` administers the members neither of this organisation nor of the platform.
    """
    require(rules.may_administer_members_of, by=by, of=organisation)
    email = _checked_email(email)
    _check_offer(organisation, role, language, valid_until)
    known = person_by_email(email)
    if known and not known.is_active:
        raise InvitationError(_("This person's account is locked. The operator can unlock it."))
    if known and _holds(known, organisation, role):
        raise InvitationError(_("This person already has this role."))
    token, now = secrets.token_urlsafe(32), timezone.now()
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                organisation=organisation,
                email=email,
                role=role,
                administers_members=administers_members,
                valid_until=valid_until,
                language=language,
                token_digest=digest_of(token),
                invited_by_id=by.user_id,
                sent_at=now,
                expires_at=now + LIFETIME,
            )
    except IntegrityError as error:
        raise InvitationError(
            _("This address is already invited in this role. You can send the letter again.")
        ) from error
    sent = _send(invitation, token)
    audit.record(
        action="people.invited",
        by=by,
        target=targets.invitation(invitation),
        data=_offer(invitation),
        personal={"email": email},
    )
    return sent


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: Actor) -> Sent:
    """Send the letter again with a new link and a new fortnight; the old link stops working.

    Raises:
        InvitationError: it was accepted or revoked.
        NotAllowed: see `invite`.
    """
    require(rules.may_administer_members_of, by=by, of=invitation)
    invitation = _locked(invitation)
    token, now = secrets.token_urlsafe(32), timezone.now()
    invitation.token_digest, invitation.sent_at, invitation.expires_at = digest_of(token), now, now + LIFETIME
    invitation.save(update_fields=["token_digest", "sent_at", "expires_at"])
    sent = _send(invitation, token)
    audit.record(action="people.invitation_resent", by=by, target=targets.invitation(invitation))
    return sent


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Actor) -> Invitation:
    """Take an offer back; its link stops working.

    Raises:
        InvitationError: it was accepted or revoked.
        NotAllowed: see `invite`.
    """
    require(rules.may_administer_members_of, by=by, of=invitation)
    invitation = _locked(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    audit.record(action="people.invitation_revoked", by=by, target=targets.invitation(invitation))
    return invitation


@transaction.atomic
def open_account(*, token: str, name: str, password: str | None, language: str) -> User:
    """Accept an invitation as somebody without an account: makes the account and the membership.

    The link came by e-mail, so the address is proven. Without a password the account opens by an identity provider.

    Raises:
        AccountError: the name cannot be used.
        InvitationError: the link is not open, there is an account already, or the password is too weak.
    """
    invitation = open_invitation(token, lock=True)
    if person_by_email(invitation.email):
        raise InvitationError(_("There is already an account with this address. Sign in to accept."))
    if password is not None:
        check_password(password, name=name, email=invitation.email)
    user = create_account(email=invitation.email, name=clean_name(name), password=password, language=language)
    _accept(invitation, user)
    return user


@transaction.atomic
def join(*, token: str, person: User) -> Membership:
    """Accept an invitation with the account of the same address.

    Raises:
        InvitationError: the link is not open, or was sent to somebody else.
    """
    invitation = open_invitation(token, lock=True)
    if invitation.email != person.email:
        raise InvitationError(_("This invitation was sent to another address."))
    return _accept(invitation, person)


@transaction.atomic
def accept_all_for(*, person: User) -> list[Membership]:
    """Accept every open invitation of somebody whose address an identity provider has just proven."""
    waiting = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").order_by("pk")
    open_ones = waiting.filter(email=person.email, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
    return [_accept(invitation, person) for invitation in open_ones]


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """The invitation of a link.

    Raises:
        InvitationError: no such link, or accepted, revoked or expired; the message says which and what to do.
    """
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects.all()
    invitation = rows.select_related("organisation").filter(token_digest=digest_of(token)).first()
    if invitation is None:
        raise InvitationError(_("This link is not known. Take the link of the latest letter, or ask for a new one."))
    if invitation.accepted_at:
        raise InvitationError(_("This invitation has been accepted already. Sign in instead."))
    if invitation.revoked_at:
        raise InvitationError(_("This invitation was withdrawn. Ask whoever invited you."))
    if invitation.is_expired:
        raise InvitationError(_("This invitation has expired. Ask whoever invited you to send it again."))
    return invitation


def digest_of(token: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def check_password(password: str, *, name: str, email: str) -> None:
    """Hold a new password against the house's rules.

    Raises:
        InvitationError: it is too weak; the message says in which way.
    """
    try:
        validate_password(password, User(name=name, email=email))
    except ValidationError as error:
        raise InvitationError(" ".join(error.messages)) from error


def _accept(invitation: Invitation, person: User) -> Membership:
    if not person.is_active:
        raise InvitationError(_("This account is locked. The operator can unlock it."))
    if _holds(person, invitation.organisation, invitation.role):
        raise InvitationError(_("You already have this role."))
    if invitation.valid_until and invitation.valid_until < today():
        raise InvitationError(_("The membership that was offered has ended already. Ask whoever invited you."))
    invitation.accepted_at, invitation.accepted_by = timezone.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    membership = Membership.objects.create(
        person=person,
        organisation=invitation.organisation,
        role=invitation.role,
        administers_members=invitation.administers_members,
        valid_from=today(),
        valid_until=invitation.valid_until,
        created_by_id=invitation.invited_by_id,
    )
    standing = next((one for one in standings_of(person) if one.membership_id == membership.pk), None)
    audit.record(
        action="people.invitation_accepted",
        by=as_person(person, standing),
        target=targets.invitation(invitation),
        data=_offer(invitation) | {"person": person.pk, "membership": membership.pk},
    )
    return membership


def _locked(invitation: Invitation) -> Invitation:
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)
    if invitation.accepted_at:
        raise InvitationError(_("This invitation has been accepted already."))
    if invitation.revoked_at:
        raise InvitationError(_("This invitation was withdrawn already."))
    return invitation


def _checked_email(email: str) -> str:
    email = normalise_email(email)
    try:
        validate_email(email)
    except ValidationError:
        _refuse(_("Enter an e-mail address such as name@example.org."))
    if len(email) > EMAIL_LENGTH:
        _refuse(_("This e-mail address is too long."))
    return email


def _check_offer(organisation: Organisation, role: str, language: str, valid_until: date | None) -> None:
    if role not in ROLES_OF_KIND[organisation.kind]:
        _refuse(_("This role does not exist in this kind of organisation."))
    if language not in dict(LANGUAGES):
        _refuse(_("Choose German or English."))
    if valid_until and valid_until < today():
        _refuse(_("The last day must not lie in the past."))


def _refuse(sentence: str) -> NoReturn:
    raise InvitationError(sentence)


def _holds(person: User, organisation: Organisation, role: str) -> bool:
    return (
        Membership.objects.not_ended_before(today())
        .filter(person=person, organisation=organisation, role=role, ended_at=None)
        .exists()
    )


def _offer(invitation: Invitation) -> dict[str, object]:
    return {
        "organisation": invitation.organisation_id,
        "role": invitation.role,
        "administers_members": invitation.administers_members,
        "valid_until": invitation.valid_until,
    }


def _send(invitation: Invitation, token: str) -> Sent:
    with translation.override(invitation.language):
        path = reverse("people:invitation_link", kwargs={"token": token})
        context = {
            "link": letters.address_of_house() + path,
            "inviter": invitation.invited_by.name if invitation.invited_by else _("The operator"),
            "organisation": str(invitation.organisation),
            "role": str(Role(invitation.role).label),
            "expires_at": invitation.expires_at,
        }
        letters.send_letter(
            to=invitation.email, template="people/letters/invitation", language=invitation.language, context=context
        )
    return Sent(invitation, path)
