"""Typed settings from the environment; a bad value stops the start with one clear line."""

import json
import os
import re
import secrets
import ssl
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ejournal.openid_provider import OidcProvider, sendable
from ejournal.web_addresses import as_browsers_name_it, is_safe_address, whole_address

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "EJOURNAL_"


class SettingsError(Exception):
    """A setting that cannot be used; the text is one line fit for an operator."""


class Settings(BaseSettings):
    """Everything an operator can set; docs/operations.md lists each line."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ROOT / ".env", extra="ignore")

    data_folder: Annotated[
        Path, Field(description="Where the database, the secret key and files are kept")
    ] = ROOT / "data"
    database_url: Annotated[
        str, Field(description="SQLAlchemy address; empty means SQLite in the data folder")
    ] = ""
    secret_key: Annotated[
        SecretStr, Field(description="Key of hashes and links; made once in the data folder when unset")
    ] = SecretStr("")
    audit_key: Annotated[
        SecretStr, Field(description="Key of the audit trail; made once in the data folder when unset")
    ] = SecretStr("")
    factor_key: Annotated[
        SecretStr,
        Field(description="Key of the second factors' secrets; made once in the data folder when unset"),
    ] = SecretStr("")
    redis_url: Annotated[
        str, Field(description="Redis or Valkey address; needed for more than one worker")
    ] = ""
    workers: Annotated[
        int, Field(ge=1, le=64, description="Server processes; more than one needs redis_url")
    ] = 1
    demo: Annotated[
        bool, Field(description="Make a demo school in an empty database and show its sign-ins")
    ] = True
    demo_pupils: Annotated[int, Field(ge=20, le=5000, description="Pupils of the demo school")] = 300
    today: Annotated[date | None, Field(description="Pretend this date is today; only with the demo")] = None
    https: Annotated[bool, Field(description="Served under https: cookies are marked Secure")] = False
    public_url: Annotated[str, Field(description="Address people use, for links in mail and calendars")] = ""
    trusted_proxies: Annotated[
        str, Field(description="Comma-separated addresses whose X-Forwarded-For is believed")
    ] = ""
    session_idle_minutes: Annotated[
        int, Field(ge=5, description="Sign-in ends after so long without use")
    ] = 720
    session_days: Annotated[int, Field(ge=1, description="Sign-in ends after so many days in any case")] = 30
    smtp_host: Annotated[str, Field(description="Mail server; empty means that no mail is sent")] = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535, description="Port of the mail server")] = 587
    smtp_security: Annotated[
        Literal["starttls", "tls", "none"],
        Field(description="How the mail server is spoken to: starttls, tls or none"),
    ] = "starttls"
    smtp_user: Annotated[str, Field(description="Account at the mail server")] = ""
    smtp_password: Annotated[SecretStr, Field(description="Password at the mail server")] = SecretStr("")
    smtp_from: Annotated[
        str, Field(description="Sender of the school's mail; empty means the account at the mail server")
    ] = ""
    smtp_per_minute: Annotated[
        int,
        Field(
            ge=0,
            description="Letters with notices that go in a minute at most, from all processes; 0 is no limit",
        ),
    ] = 0
    push: Annotated[
        bool, Field(description="Browsers of those who wish so are told by Web Push that there is news")
    ] = True
    push_key: Annotated[
        SecretStr,
        Field(description="What the key of Web Push is made from; made once in the data folder when unset"),
    ] = SecretStr("")
    sms_url: Annotated[
        str, Field(description="HTTP gateway of SMS; {phone}, {digits}, {text}, {id} in it are filled in")
    ] = ""
    sms_method: Annotated[Literal["POST", "GET"], Field(description="How the gateway is asked")] = "POST"
    sms_headers: Annotated[
        dict[str, SecretStr], Field(description="JSON object of headers for the gateway, such as its key")
    ] = {}
    sms_body: Annotated[
        str, Field(description="Body for the gateway, JSON or a form, filled in as the address is")
    ] = ""
    sms_taken: Annotated[
        str, Field(description="Regular expression of what the gateway says when it takes a text; empty: any")
    ] = ""
    smpp_host: Annotated[str, Field(description="SMPP server, in place of an HTTP gateway")] = ""
    smpp_port: Annotated[int, Field(ge=1, le=65535, description="Port of the SMPP server")] = 2775
    smpp_user: Annotated[str, Field(description="System id at the SMPP server")] = ""
    smpp_password: Annotated[SecretStr, Field(description="Password at the SMPP server")] = SecretStr("")
    smpp_from: Annotated[str, Field(max_length=20, description="Sender of SMS by SMPP")] = ""
    sms_per_minute: Annotated[
        int, Field(ge=0, description="SMS that go in a minute at most, from all processes; 0 is no limit")
    ] = 0
    sms_urgent_per_day: Annotated[
        int, Field(ge=0, description="Parts of SMS of urgent messages that a school sends in a day at most")
    ] = 5000
    sms_price: Annotated[
        Decimal,
        Field(
            ge=0,
            le=1000,
            description="Price of a part of SMS in roubles, named before a message goes; 0: none is named",
        ),
    ] = Decimal(0)
    webhooks: Annotated[
        bool, Field(description="Schools may name an address of another system that is told of notices")
    ] = True
    max_token: Annotated[
        SecretStr, Field(description="Token of the bot in the messenger MAX; empty means that there is none")
    ] = SecretStr("")
    max_bot: Annotated[
        str, Field(pattern=r"^[\w.-]{0,100}$", description="The bot's name in MAX; empty: the bot is asked")
    ] = ""
    max_url: Annotated[str, Field(description="MAX's address for bots")] = "https://platform-api2.max.ru"
    max_ca_file: Annotated[
        str, Field(description="PEM file of certificates by which MAX is trusted, beside the system's")
    ] = ""
    max_per_second: Annotated[
        int, Field(ge=1, le=30, description="Messages by MAX in a second at most, of each delivering process")
    ] = 15
    outgoing_private: Annotated[
        bool,
        Field(
            description="Addresses that people name may be of this machine and of private networks; for tests"
        ),
    ] = False
    oidc_providers: Annotated[
        tuple[OidcProvider, ...],
        NoDecode,
        Field(description="JSON list of OpenID Connect providers to sign in by; see “Sign-in by others”"),
    ] = ()
    signing_file: Annotated[
        str,
        Field(
            description="PKCS#12 file by which papers are signed, {school} in it stands for a school's code; "
            "empty means a certificate made by the program itself"
        ),
    ] = ""
    signing_password: Annotated[SecretStr, Field(description="Password of the PKCS#12 file")] = SecretStr("")
    timestamp_url: Annotated[
        str, Field(description="Time stamp service (RFC 3161) for signatures; empty means none")
    ] = ""
    storage_folder: Annotated[
        Path | None, Field(description="Where uploaded files are kept; empty means files in the data folder")
    ] = None
    files_largest_mb: Annotated[
        int, Field(ge=1, le=10_000, description="The largest file that people may send, in megabytes")
    ] = 500
    files_person_mb: Annotated[
        int, Field(ge=1, description="What one person's files may take up, in megabytes")
    ] = 5000
    files_school_gb: Annotated[
        int, Field(ge=1, description="What a school's files may take up, in gigabytes")
    ] = 200
    clamav: Annotated[
        str,
        Field(
            description="ClamAV's daemon, unix:/run/clamav/clamd.ctl or tcp:host:3310: files are scanned "
            "before they are kept; empty means that they are not"
        ),
    ] = ""
    bucket: Annotated[
        str,
        Field(
            description="S3-compatible bucket for files that people send, with a prefix if wanted "
            "(files/journal); empty means a folder"
        ),
    ] = ""
    bucket_endpoint: Annotated[
        str, Field(description="Address of what keeps the bucket; empty means Amazon's")
    ] = ""
    bucket_region: Annotated[str, Field(description="Region of the bucket")] = "us-east-1"
    bucket_key_id: Annotated[str, Field(description="Access key of the bucket")] = ""
    bucket_secret: Annotated[SecretStr, Field(description="Secret of the access key")] = SecretStr("")
    log_level: Annotated[str, Field(description="DEBUG, INFO, WARNING or ERROR")] = "INFO"

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @field_validator("public_url")
    @classmethod
    def _whole_address(cls, value: str) -> str:
        return as_browsers_name_it(value.strip()) if value.strip() else ""

    @field_validator("timestamp_url")
    @classmethod
    def _time_service(cls, value: str) -> str:
        return whole_address(value, "https://tsa.example.ru")

    _token = field_validator("max_token")(sendable)

    @field_validator("max_ca_file")
    @classmethod
    def _certificates(cls, value: str) -> str:
        try:
            _ = ssl.create_default_context(cafile=value) if value else None
        except OSError:
            raise ValueError(f"is no file of certificates: {value}") from None
        return value

    @field_validator("clamav")
    @classmethod
    def _scanner(cls, value: str) -> str:
        how, _, where = value.strip().partition(":")
        host, _, port = where.rpartition(":")
        is_socket = how == "unix" and where.startswith("/")
        if value.strip() and not is_socket and not (how == "tcp" and host and port.isdecimal()):
            raise ValueError("must be unix:/run/clamav/clamd.ctl or tcp:host:3310")
        return value.strip()

    @field_validator("bucket_endpoint", "max_url")
    @classmethod
    def _safe_endpoint(cls, value: str) -> str:
        if value and not is_safe_address(value):
            raise ValueError("must be a whole https address")
        return value.rstrip("/")

    @field_validator("sms_url")
    @classmethod
    def _gateway(cls, value: str) -> str:
        return whole_address(value, "https://sms.example.ru/send")

    @field_validator("sms_taken")
    @classmethod
    def _expression(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from None
        return value

    @field_validator("oidc_providers", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            found = json.loads(value) if value.strip() else []
        except ValueError:
            found = None
        if not isinstance(found, list):
            raise ValueError("must be a JSON list of providers")
        return found

    @field_validator("oidc_providers")
    @classmethod
    def _distinct(cls, value: tuple[OidcProvider, ...]) -> tuple[OidcProvider, ...]:
        for what in ("key", "issuer"):
            if len({getattr(one, what) for one in value}) < len(value):
                raise ValueError(f"two providers have the same {what}")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value.startswith(("postgres://", "postgresql://")):
            return "postgresql+psycopg://" + value.split("://", 1)[1]
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @property
    def database_address(self) -> str:
        """The database to use: the given one, or SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_folder / 'ejournal.db'}"

    @property
    def files(self) -> Path:
        """The folder of uploaded files."""
        return self.storage_folder or self.data_folder / "files"

    @property
    def mail_sender(self) -> str:
        """The address that the school's mail comes from."""
        return (self.smtp_from or self.smtp_user).strip()

    @property
    def sends_notices(self) -> bool:
        """Whether notices have any way out of the program."""
        return bool(self.smtp_host or self.push or self.sends_sms or self.webhooks or self.has_max)

    @property
    def sends_sms(self) -> bool:
        """Whether there is a gateway or an SMPP server."""
        return bool(self.sms_url or self.smpp_host)

    @property
    def has_max(self) -> bool:
        """Whether there is a bot in MAX."""
        return bool(self.max_token.get_secret_value())

    @property
    def key(self) -> bytes:
        """The secret key as bytes, made once with mode 600 when unset."""
        given = self.secret_key.get_secret_value()
        return given.encode() if given else _kept_key(self.data_folder, "secret.key").encode()

    @property
    def trail_key(self) -> bytes:
        """The key of the audit trail as bytes, made once with mode 600 when unset.

        Not the secret key: that one may be changed, with this one every chain would seem broken.
        """
        given = self.audit_key.get_secret_value()
        return given.encode() if given else _kept_key(self.data_folder, "audit.key").encode()

    @property
    def second_factors_key(self) -> bytes:
        """The key of the second factors' secrets as bytes, made once with mode 600 when unset.

        Not the secret key: when that one is changed, nobody's telephone is to be useless.
        """
        given = self.factor_key.get_secret_value()
        return given.encode() if given else _kept_key(self.data_folder, "factor.key").encode()

    @property
    def push_secret(self) -> bytes:
        """What the key of Web Push is made from, made once with mode 600 when unset.

        Not the secret key: when that one is changed, nobody's browser is to be asked anew.
        """
        given = self.push_key.get_secret_value()
        return given.encode() if given else _kept_key(self.data_folder, "push.key").encode()


@lru_cache
def _kept_key(folder: Path, name: str) -> str:
    path = folder / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        # Linked into place when it is written: no process ever reads half a key.
        fresh = folder / f"{name}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()


def load() -> Settings:
    """The settings of this process; SettingsError names the first bad one in a line."""
    try:
        found = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name, *within = first["loc"]
        place = "".join(f", number {one + 1}" if isinstance(one, int) else f", {one}" for one in within)
        raise SettingsError(f"{PREFIX}{str(name).upper()}{place}: {first['msg']}") from None
    if found.workers > 1 and not found.redis_url:
        raise SettingsError(f"{PREFIX}WORKERS: more than one worker needs {PREFIX}REDIS_URL")
    if found.smtp_host and "@" not in found.mail_sender:
        raise SettingsError(f"{PREFIX}SMTP_FROM: must be the address that the school's mail comes from")
    if found.smtp_host and not found.public_url:
        raise SettingsError(f"{PREFIX}PUBLIC_URL: mail needs it for its links")
    if found.sms_url and found.smpp_host:
        raise SettingsError(f"{PREFIX}SMPP_HOST: SMS go by a gateway or by SMPP, not by both")
    if found.smpp_host and not found.smpp_from:
        raise SettingsError(f"{PREFIX}SMPP_FROM: must be the sender that people see")
    if found.has_max and not found.public_url:
        raise SettingsError(f"{PREFIX}PUBLIC_URL: the bot in MAX needs it for its links")
    if found.oidc_providers and not found.public_url:
        raise SettingsError(f"{PREFIX}PUBLIC_URL: providers of sign-ins need it to lead people back")
    if found.today and not found.demo:
        raise SettingsError(f"{PREFIX}TODAY: only with {PREFIX}DEMO=true")
    return found


@lru_cache
def settings() -> Settings:
    """The settings, read once."""
    return load()
