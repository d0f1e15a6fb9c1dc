"""What an operator may set, typed and checked before anything starts.

Every value comes from the environment (prefix `KOMMIN_`). A wrong or missing value is named in one sentence each, so
that an operator can mend it at midnight without reading code.
"""

import secrets
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import dj_database_url
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SOURCE_TREE = Path(__file__).resolve().parents[3]
FOR_SHORT_QUERIES = "-c max_parallel_workers_per_gather=0 -c jit=off -c join_collapse_limit=4 -c random_page_cost=1.1"
"""What connections to PostgreSQL say of themselves; an address with `?options=` has the last word."""

Words = Annotated[tuple[str, ...], NoDecode]
"""A list in one variable, separated by commas."""


class ConfigurationError(Exception):
    """The environment cannot be used; the message has one line per mistake and names the variable."""


class Environment(BaseSettings):
    """The settings of one installation. `docs/operations.md` explains each to operators."""

    model_config = SettingsConfigDict(env_prefix="KOMMIN_", extra="ignore", frozen=True)

    env: Literal["local", "production"] = "local"
    demo: bool = False
    debug: bool = False
    home: Path = Field(default_factory=lambda: _default_home())
    secret_key: SecretStr | None = None
    database_url: str = ""
    allowed_hosts: Words = ()
    base_url: str = ""
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    time_zone: str = "Europe/Berlin"
    email_url: str = ""
    email_from: str = "kommin@example.org"
    source_url: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    second_factor: Literal["required", "optional"] = "required"
    identity_providers: Path | None = None
    clamav_address: str = ""
    largest_upload_mb: int = Field(default=25, ge=1, le=1000)

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("must be a full address such as https://foerderung.example.org")
        return value.rstrip("/")

    @field_validator("clamav_address")
    @classmethod
    def _scanner(cls, value: str) -> str:
        parts = urlsplit(value)
        is_host = parts.scheme == "tcp" and parts.hostname
        if value and not (is_host or (parts.scheme == "unix" and parts.path)):
            raise ValueError("must look like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"sqlite", "postgresql", "postgres"}:
            raise ValueError("must start with sqlite:// or postgresql://")
        return value

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @model_validator(mode="after")
    def _complete_in_production(self) -> "Environment":
        if self.env != "production":
            return self
        missing = [
            f"KOMMIN_{name.upper()}"
            for name in ("secret_key", "database_url", "allowed_hosts", "base_url")
            if not getattr(self, name)
        ]
        if missing:
            raise ValueError(f"production needs {', '.join(missing)}")
        if self.debug or self.demo:
            raise ValueError("production runs neither with KOMMIN_DEBUG nor with KOMMIN_DEMO")
        if len(self.secret_key.get_secret_value() if self.secret_key else "") < 50:
            raise ValueError("KOMMIN_SECRET_KEY must have at least 50 characters")
        return self

    @property
    def largest_upload(self) -> int:
        """How many bytes one uploaded file may have."""
        return self.largest_upload_mb * 1_000_000

    @property
    def database(self) -> dict[str, Any]:
        """Django's database settings for the address given, or SQLite in the data folder."""
        url = self.database_url or f"sqlite:///{self.home / 'kommin.sqlite3'}"
        found: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)}
        if found["ENGINE"] == "django.db.backends.postgresql":
            options = found.setdefault("OPTIONS", {})
            options["options"] = f"{FOR_SHORT_QUERIES} {options.get('options', '')}".strip()
        return found

    def signing_key(self) -> str:
        """The key for sessions and signed links; on a local machine made once and kept in the data folder."""
        if self.secret_key:
            return self.secret_key.get_secret_value()
        path = self.home / "secret_key"
        try:
            return path.read_text()
        except FileNotFoundError:
            self.home.mkdir(parents=True, exist_ok=True)
            fresh = self.home / f".secret_key.{secrets.token_hex(4)}"
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(64))
            try:
                path.hardlink_to(fresh)  # two processes at the first start must agree on one key
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
            return path.read_text()


def _default_home() -> Path:
    in_source_tree = (SOURCE_TREE / "pyproject.toml").exists()
    return (SOURCE_TREE if in_source_tree else Path.cwd()) / "var"


def load() -> Environment:
    """Read the environment.

    Raises:
        ConfigurationError: a value is missing or wrong; one line per mistake.
    """
    try:
        return Environment()
    except ValidationError as error:
        raise ConfigurationError("\n".join(_sentence(item) for item in error.errors())) from None


def _sentence(item: object) -> str:
    assert isinstance(item, dict)  # noqa: S101 - narrows pydantic's TypedDict
    reason = str(item["msg"]).removeprefix("Value error, ")
    return f"KOMMIN_{str(item['loc'][0]).upper()}: {reason}" if item["loc"] else reason
