"""Who can sign in."""

import unicodedata
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 200
EMAIL_LENGTH = 254
LANGUAGES = [("de", "Deutsch"), ("en", "English")]


def normalise_email(text: str) -> str:
    """The one spelling under which an address is stored and compared: no spaces around it, composed, small letters."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def new_session_salt() -> str:
    return get_random_string(16)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password it can be entered by an identity provider or a password reset only."""
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account with every Django permission; roles in the house still come from memberships."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalise_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Never deleted, because records name it; it can be locked and made anonymous.

    Holds no more about a person than signing in and writing letters need.
    """

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is already an account with this e-mail address.")},
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="de")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    session_salt = models.CharField(max_length=16, default=new_session_salt, editable=False)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(
                name="user_email_in_small_letters",
                condition=models.Q(email=Lower("email")),
                violation_error_message=_("An e-mail address is stored in small letters."),
            ),
            models.CheckConstraint(
                name="user_active_unless_locked",
                condition=models.Q(is_active=True, locked_at__isnull=True)
                | models.Q(is_active=False, locked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="user_anonymous_is_locked",
                condition=models.Q(anonymised_at__isnull=True) | models.Q(locked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        self.email = normalise_email(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = normalise_email(self.email)
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every open session must match: a new password ends the others, a new salt ends all."""
        return salted_hmac(
            "kommin.people.User.session", f"{self.password}\0{self.session_salt}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
