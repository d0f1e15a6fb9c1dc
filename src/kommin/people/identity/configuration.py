"""The file that names the identity providers of an installation (`KOMMIN_IDENTITY_PROVIDERS`).

Read before Django is set up, so it knows no models. `docs/people.md` explains the file to operators.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator, model_validator


class IdentityProvidersError(Exception):
    """The file cannot be used; the message has one line per mistake."""


class _Provider(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    name: str = Field(min_length=1, max_length=80)
    trust_addresses: bool = False
    """Whether every address the provider names is proven, even if it does not say so."""


class OpenIDConnect(_Provider):
    """A provider that speaks OpenID Connect with discovery."""

    kind: Literal["openid_connect"]
    server_url: str
    client_id: str = Field(min_length=1)
    client_secret: str = ""
    client_secret_file: Path | None = None
    sign_in_origin: str = ""
    """Scheme and host of the sign-in page, if it is another than that of `server_url`."""

    @field_validator("server_url", "sign_in_origin")
    @classmethod
    def _address(cls, value: str) -> str:
        return _checked_address(value) if value else value

    @model_validator(mode="after")
    def _one_secret(self) -> "OpenIDConnect":
        if bool(self.client_secret) == bool(self.client_secret_file):
            raise ValueError("give either client_secret or client_secret_file")
        return self

    def as_app(self, folder: Path) -> dict[str, Any]:
        """How allauth wants it. Claims come from the signed ID token alone; PKCE is always on."""
        secret = self.client_secret or _read(folder, self.client_secret_file)
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client_id,
            "secret": secret,
            "settings": {
                "server_url": self.server_url,
                "fetch_userinfo": False,
                "oauth_pkce_enabled": True,
                "verified_email": self.trust_addresses,
            },
        }

    @property
    def origins(self) -> set[str]:
        return {_origin(self.sign_in_origin or self.server_url)}


class Saml(_Provider):
    """A provider that speaks SAML 2.0."""

    kind: Literal["saml"]
    entity_id: str = Field(min_length=1)
    sso_url: str
    certificate: str = ""
    certificate_file: Path | None = None
    email_attribute: str = "urn:oid:0.9.2342.19200300.100.1.3"
    name_attribute: str = "urn:oid:2.16.840.1.113730.3.1.241"
    id_attribute: str = ""
    """An attribute that names a person for ever; without it the NameID is taken."""

    @field_validator("sso_url")
    @classmethod
    def _address(cls, value: str) -> str:
        return _checked_address(value)

    @model_validator(mode="after")
    def _one_certificate(self) -> "Saml":
        if bool(self.certificate) == bool(self.certificate_file):
            raise ValueError("give either certificate or certificate_file")
        return self

    def as_app(self, folder: Path) -> dict[str, Any]:
        """How allauth wants it. Signed assertions only, and only as the answer to a question of ours."""
        mapping = {"email": self.email_attribute, "name": self.name_attribute}
        if self.id_attribute:
            mapping["uid"] = self.id_attribute
        return {
            "provider_id": self.entity_id,
            "client_id": self.id,
            "name": self.name,
            "settings": {
                "attribute_mapping": mapping,
                "verified_email": self.trust_addresses,
                "idp": {
                    "entity_id": self.entity_id,
                    "sso_url": self.sso_url,
                    "x509cert": self.certificate or _read(folder, self.certificate_file),
                },
                "advanced": {
                    "strict": True,
                    "want_assertion_signed": True,
                    "reject_deprecated_algorithm": True,
                    "reject_idp_initiated_sso": True,
                    "allow_single_label_domains": True,
                },
            },
        }

    @property
    def origins(self) -> set[str]:
        return {_origin(self.sso_url)}


_FILE = TypeAdapter(list[Annotated[OpenIDConnect | Saml, Field(discriminator="kind")]])


@dataclass(frozen=True)
class IdentityProviders:
    """What the settings need: the providers as allauth wants them, and where browsers may be sent to sign in."""

    settings: dict[str, Any]
    origins: tuple[str, ...]


def load(path: Path | None) -> IdentityProviders:
    """Read and check the file; without one there are no identity providers.

    Raises:
        IdentityProvidersError: the file is missing, no JSON, or wrong in places; each is named.
    """
    providers = _parse(path) if path else []
    folder = path.parent if path else Path()
    settings: dict[str, Any] = {"openid_connect": {"APPS": []}, "saml": {"APPS": []}}
    for provider in providers:
        settings[provider.kind]["APPS"].append(provider.as_app(folder))
    return IdentityProviders(settings, tuple(sorted({origin for one in providers for origin in one.origins})))


def _parse(path: Path) -> list[OpenIDConnect | Saml]:
    try:
        providers = _FILE.validate_python(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise IdentityProvidersError(f"{path} cannot be read ({error.strerror})") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise IdentityProvidersError(f"{path} is no JSON ({error})") from None
    except ValidationError as error:
        raise IdentityProvidersError("\n".join(_sentence(path, item) for item in error.errors())) from None
    ids = [provider.id for provider in providers]
    if len(ids) != len(set(ids)):
        raise IdentityProvidersError(f"{path}: each id may stand only once")
    return providers


def _sentence(path: Path, item: Any) -> str:
    place = ".".join(str(part) for part in item["loc"] if part not in {"openid_connect", "saml"})
    return f"{path}: {place + ': ' if place else ''}{str(item['msg']).removeprefix('Value error, ')}"


def _read(folder: Path, file: Path | None) -> str:
    path = folder / (file or "")
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise IdentityProvidersError(f"{path} cannot be read") from None


def _checked_address(value: str) -> str:
    parts = urlsplit(value)
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not parts.hostname or parts.scheme not in {"https", "http"} or (parts.scheme == "http" and not local):
        raise ValueError("must be an address that starts with https://")
    return value.rstrip("/")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
