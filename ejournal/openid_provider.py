"""A provider of sign-ins as an operator names it: below the settings, which list them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from ejournal.web_addresses import is_safe_address


def sendable(value: SecretStr) -> SecretStr:
    """The secret, if it can stand in a header; ValueError where it cannot."""
    if not value.get_secret_value().isascii() or not f"{value.get_secret_value()} ".isprintable():
        raise ValueError("must be of Latin letters, digits and signs")
    return value


class OidcProvider(BaseModel):
    """Who vouches for people by OpenID Connect: found by its issuer's discovery document.

    key stands in addresses, title on the buttons. An empty client_secret means a public client.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,19}$")]
    title: Annotated[str, Field(min_length=1, max_length=40)]
    issuer: Annotated[str, Field(max_length=300)]
    client_id: Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,300}$")]
    client_secret: SecretStr = SecretStr("")
    scopes: str = "openid"

    @field_validator("issuer")
    @classmethod
    def _safe(cls, value: str) -> str:
        if not is_safe_address(value) or "?" in value or "#" in value:
            raise ValueError("must be a whole https address")
        return value

    _sendable = field_validator("client_secret")(sendable)

    @field_validator("scopes")
    @classmethod
    def _openid_among(cls, value: str) -> str:
        if "openid" not in value.split():
            raise ValueError("must have openid among them")
        return " ".join(value.split())
