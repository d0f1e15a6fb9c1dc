"""Where allauth asks the house: who gets an account, which factors may go, how letters are sent."""

import base64
import hashlib
import logging
import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from kommin.people import letters
from kommin.people.actions.invitations import accept_all_for
from kommin.people.models import User, normalise_email
from kommin.people.queries import is_invited, person_by_email
from kommin.people.standing import needs_second_factor, standings_of

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; letters speak the language of whoever reads them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """An account arises by invitation only."""
        return False

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:
        """Not for somebody who signed in a moment ago: the first factor was just shown."""
        records = get_authentication_records(self.request, self.request.user)
        moment_ago = time.time() - account_settings.REAUTHENTICATION_TIMEOUT
        return not any(record.get("at", 0) > moment_ago for record in records) and bool(app)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter about the account through the house's one way of sending."""
        reader = person_by_email(email)
        language = reader.language if reader else translation.get_language() or "de"
        letters.send_letter(
            to=email,
            template=template_prefix,
            body=f"{template_prefix}_message.txt",
            language=language,
            context={**context, "email": email, "house_address": letters.address_of_house()},
        )

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a person that something about signing in has changed; always to the address known until now."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Identity providers prove who somebody is; whether there is an account is decided here."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in whoever is known or invited under a proven address; show everybody else what is missing."""
        if sociallogin.is_existing:
            return
        proven = [normalise_email(one.email) for one in sociallogin.email_addresses if one.verified]
        if not proven:
            raise ImmediateHttpResponse(_refused(request, _("The provider did not confirm your e-mail address.")))
        if not any(person_by_email(email) or is_invited(email) for email in proven):
            raise ImmediateHttpResponse(
                _refused(request, _("There is neither an account nor an invitation for your e-mail address."))
            )

    def is_open_for_signup(
        self,
        request: HttpRequest,  # noqa: ARG002 - the signature of allauth
        sociallogin: SocialLogin,
    ) -> bool:
        """The invited get an account on their first visit."""
        return any(one.verified and is_invited(one.email) for one in sociallogin.email_addresses)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Take address and name; nothing else the provider may tell."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(part for part in parts if part) or user.email.partition("@")[0]
        user.name = " ".join("".join(letter for letter in name if letter.isprintable()).split())[:200]
        user.language = "en" if translation.get_language() == "en" else "de"
        return user

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Make the account and accept every invitation that waits for the proven address."""
        user: User = super().save_user(request, sociallogin, form)
        accept_all_for(person=user)
        return user


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor stays where it is compulsory, and its secrets are not readable in the database."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to take the last factor of somebody who needs one."""
        user = authenticator.user
        if not settings.SECOND_FACTOR_REQUIRED or not needs_second_factor(standings_of(user)):
            return True
        others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return authenticator.type not in FACTORS or others.exists()

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret, or one that fits no code if the installation's key has changed: the factor then opens nothing."""
        try:
            return cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("A second factor cannot be read: KOMMIN_SECRET_KEY is not the one it was stored with.")
            return get_random_string(32, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes help out, but are no factor of their own."""


def cipher() -> Fernet:
    """The cipher for the secrets of second factors; its key comes from the installation's signing key."""
    key = hashlib.sha256(b"kommin.people.second-factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "socialaccount/authentication_error.html", {"reason": reason}, status=403)
