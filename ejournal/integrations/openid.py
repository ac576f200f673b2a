"""OpenID Connect providers: found by discovery, asked within bounds, and their answers judged.

Whatever a provider does, it costs a person a few seconds and us a few hundred kilobytes: each visit has one
deadline, answers have a size, nobody is followed elsewhere, and what was read is kept for an hour.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import anyio

from ejournal.lazily import Lazily
from ejournal.openid_provider import OidcProvider
from ejournal.web_addresses import is_safe_address

if TYPE_CHECKING:
    import httpx
    from authlib.oauth2 import auth, rfc7636
    from authlib.oauth2.rfc6749 import parameters
    from authlib.oidc import core
    from joserfc import errors, jwk, jws, jwt
else:
    httpx = Lazily("httpx")
    auth = Lazily("authlib.oauth2.auth")
    rfc7636 = Lazily("authlib.oauth2.rfc7636")
    parameters = Lazily("authlib.oauth2.rfc6749.parameters")
    core = Lazily("authlib.oidc.core")
    errors = Lazily("joserfc.errors")
    jwk = Lazily("joserfc.jwk")
    jws = Lazily("joserfc.jws")
    jwt = Lazily("joserfc.jwt")

ANSWERS_WITHIN_S = 10.0
LARGEST = 256 * 1024
MOST_AT_ONCE = 40
"""Visits of this process to all providers: whoever comes beyond is told that the provider is away."""
KEPT_S = 3600.0
AWAY_S = 10.0
"""So long nobody asks a provider anew that did not answer."""
NEW_KEYS_S = 60.0
"""So often at most a key that we do not know makes us read the keys anew."""
MOST_KEYS = 50
LEEWAY_S = 120
LONGEST_SUBJECT = 255
SIGNED_BY = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
]
"""By the provider's own key: whatever a client's secret signs, anybody who knows that secret signs."""


class ProviderAway(Exception):
    """The provider does not answer, or not with what can be used; the text is for the log."""


class AnswerRefused(Exception):
    """The answer vouches for nobody; the text is for the log."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What one way to a provider and back is known by, besides the browser."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where a provider has what, by its discovery document."""

    authorize: str
    token: str
    keys: str
    client_auth: str


@dataclass
class Known:
    """What was read of a provider, and when."""

    places: Places | None = None
    places_at: float = 0.0
    keys: jwk.KeySet | None = None
    keys_at: float = 0.0
    away_at: float = 0.0


_known: dict[str, Known] = {}
_visits = 0


def forget() -> None:
    """Begin anew, as after a start."""
    _known.clear()


async def way_to(provider: OidcProvider, back: str, passage: Passage) -> str:
    """The provider's address that a browser is led to; ProviderAway when it cannot be found."""
    places = await _places(provider)
    address: str = parameters.prepare_grant_uri(
        places.authorize,
        client_id=provider.client_id,
        response_type="code",
        redirect_uri=back,
        scope=provider.scopes,
        state=passage.state,
        nonce=passage.nonce,
        code_challenge=rfc7636.create_s256_code_challenge(passage.verifier),
        code_challenge_method="S256",
    )
    return address


async def subject_of(provider: OidcProvider, back: str, passage: Passage, code: str) -> str:
    """Whom the provider vouches for by the code; AnswerRefused or ProviderAway."""
    places = await _places(provider)
    body = parameters.prepare_token_request(
        "authorization_code", "", back, code=code, code_verifier=passage.verifier
    )
    secret = provider.client_secret.get_secret_value()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    client = auth.ClientAuth(provider.client_id, secret, places.client_auth)
    address, headers, body = client.prepare("POST", places.token, headers, body)
    told = await _asked(address, content=body, headers=headers)
    if not isinstance(told.get("id_token"), str):
        raise AnswerRefused(f"no id_token, error {str(told.get('error'))[:60]!r}")
    return await _judged(provider, places, told, passage.nonce)


async def _judged(provider: OidcProvider, places: Places, told: Mapping[str, Any], nonce: str) -> str:
    try:
        try:
            token = _decoded(told["id_token"], await _keys(provider, places))
        except errors.InvalidKeyIdError:
            token = _decoded(told["id_token"], await _keys(provider, places, anew=True))
        claims = core.CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
            },
            {"nonce": nonce, "client_id": provider.client_id, "access_token": told.get("access_token")},
        )
        claims.validate(leeway=LEEWAY_S)  # by the machine's own clock: a demo's pretended day is not theirs
    except (errors.JoseError, ValueError, TypeError, KeyError) as error:
        raise AnswerRefused(f"id_token: {type(error).__name__} {error}"[:300]) from error
    subject = claims["sub"]
    if not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise AnswerRefused("id_token: a subject that cannot be kept")
    return str(subject)


def _decoded(text: str, keys: jwk.KeySet) -> jwt.Token:
    return jwt.decode(text, keys, registry=jws.JWSRegistry(algorithms=SIGNED_BY, strict_check_header=False))


async def _places(provider: OidcProvider) -> Places:
    known = _known.setdefault(provider.issuer, Known())
    if known.places is not None and time.monotonic() - known.places_at < KEPT_S:
        return known.places
    if known.away_at and time.monotonic() - known.away_at < AWAY_S:
        raise ProviderAway("did not answer a moment ago")
    try:
        told = await _asked(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
        known.places = _read_places(provider, told)
    except ProviderAway:
        known.away_at = time.monotonic()
        raise
    known.places_at, known.away_at = time.monotonic(), 0.0
    return known.places


def _read_places(provider: OidcProvider, told: Mapping[str, Any]) -> Places:
    if told.get("issuer") != provider.issuer:
        raise ProviderAway(f"calls itself {str(told.get('issuer'))[:100]!r}")
    named = [told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if not all(isinstance(one, str) and is_safe_address(one) for one in named):
        raise ProviderAway("names no safe addresses")
    authorize, token, keys = map(str, named)
    return Places(authorize, token, keys, _client_auth(provider, told))


def _client_auth(provider: OidcProvider, told: Mapping[str, Any]) -> str:
    if not provider.client_secret.get_secret_value():
        return "none"
    taken = told.get("token_endpoint_auth_methods_supported")
    in_form = isinstance(taken, list) and "client_secret_basic" not in taken and "client_secret_post" in taken
    return "client_secret_post" if in_form else "client_secret_basic"


async def _keys(provider: OidcProvider, places: Places, *, anew: bool = False) -> jwk.KeySet:
    known, now = _known.setdefault(provider.issuer, Known()), time.monotonic()
    if known.keys is not None and now - known.keys_at < (NEW_KEYS_S if anew else KEPT_S):
        return known.keys
    told = (await _asked(places.keys)).get("keys")
    known.keys, known.keys_at = _read_keys(told if isinstance(told, list) else []), now
    return known.keys


def _read_keys(told: list[Any]) -> jwk.KeySet:
    found = []
    for one in told[:MOST_KEYS]:
        try:
            key = jwk.import_key(one)
        except (errors.JoseError, ValueError, TypeError, KeyError):
            continue  # of a kind that we do not know
        if key.key_type != "oct":
            found.append(key)
    if not found:
        raise ProviderAway("has no keys that can be used")
    return jwk.KeySet(found)


async def _asked(
    address: str, *, content: str | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The JSON object at the address, asked for once; ProviderAway for whatever else comes, or does not."""
    global _visits
    if _visits >= MOST_AT_ONCE:
        raise ProviderAway("too many are asking at once")
    _visits += 1
    try:
        with anyio.fail_after(ANSWERS_WITHIN_S):
            told = json.loads(await _read(address, content, headers or {}))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RecursionError) as error:
        raise ProviderAway(f"{address}: {type(error).__name__} {error}"[:300]) from error
    finally:
        _visits -= 1
    if not isinstance(told, dict):
        raise ProviderAway(f"{address}: no JSON object")
    return told


async def _read(address: str, content: str | None, headers: Mapping[str, str]) -> bytes:
    told = {"Accept": "application/json", "Accept-Encoding": "identity", **headers}
    method = "GET" if content is None else "POST"
    async with (
        httpx.AsyncClient(verify=_trusted(), timeout=ANSWERS_WITHIN_S, follow_redirects=False) as client,
        client.stream(method, address, content=content, headers=told) as answer,
    ):
        # The token's place says in JSON why not; elsewhere only a plain success counts.
        if answer.status_code != 200 and not (content is not None and answer.status_code in (400, 401)):
            raise ProviderAway(f"{address}: answers {answer.status_code}")
        body = bytearray()
        async for part in answer.aiter_raw():
            body += part
            if len(body) > LARGEST:
                raise ProviderAway(f"{address}: says too much")
        return bytes(body)


@cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context()
