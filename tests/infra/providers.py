"""A real OpenID Connect provider on this machine, which can be made to answer wrongly, or not at all."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import flask
import httpx
import pytest
import werkzeug.serving
from joserfc import jwt
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from ejournal.integrations import openid
from ejournal.openid_provider import OidcProvider
from ejournal.settings import settings

Claims = dict[str, Any]
DISCOVERY, TOKEN, KEYS = "/.well-known/openid-configuration", "/oauth2/token", "/jwks"


class Provider:
    """The provider: `shown` is how the journal knows it; what a test sets is done until `forget`."""

    def __init__(self) -> None:
        self.issuer = ""
        self.forget()

    def forget(self) -> None:
        """Be a good provider again; whoever was kept waiting is let go."""
        self.bend: Callable[[Claims], None] = lambda _claims: None
        self.key: RSAKey | None = None
        self.header: dict[str, str] = {}
        self.instead: dict[str, Callable[[], flask.Response]] = {}
        self.challenge = ""
        self.asked: list[str] = []
        self.silent = ""
        self.goes_on = threading.Event()

    @property
    def shown(self) -> OidcProvider:
        """The provider as an installation's setting."""
        return OidcProvider(
            key="region",
            title="Школы области",
            issuer=self.issuer,
            client_id="journal",
            client_secret=SecretStr("a secret"),
        )

    @property
    def setting(self) -> str:
        """The same as EJOURNAL_OIDC_PROVIDERS."""
        told = self.shown.model_dump(exclude={"client_secret"})
        return json.dumps([told | {"client_secret": "a secret"}], ensure_ascii=False)

    def vouches(self, address: str, subject: str) -> str:
        """The address that a browser is led back to, once it has signed in there as the subject."""
        answer = httpx.post(address, data={"sub": subject}, follow_redirects=False)
        assert answer.status_code == 302, answer.text[:500]
        return str(answer.headers["location"])

    def refuses(self, address: str) -> str:
        """The same when the person does not agree there."""
        return str(httpx.post(address, data={"action": "deny"}, follow_redirects=False).headers["location"])

    def before(self) -> flask.Response | None:
        """What is done instead of answering, or ahead of it."""
        path = flask.request.path
        self.asked.append(path)
        if path == self.silent:
            self.goes_on.wait(30)
        if path.endswith("/authorize"):
            self.challenge = flask.request.args.get("code_challenge", "")
        if path == TOKEN:
            digest = hashlib.sha256(flask.request.form["code_verifier"].encode()).digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.challenge:
                return flask.jsonify(error="invalid_grant")
        return self.instead[path]() if path in self.instead else None

    def after(self, response: flask.Response) -> flask.Response:
        """Sign the id_token anew, with other claims, another key, another head."""
        if flask.request.path == TOKEN and response.is_json and "id_token" in (response.get_json() or {}):
            told = response.get_json()
            kept = flask.g.oidc_provider_mock_storage.jwk
            own = RSAKey.import_key(kept.as_dict(is_private=True))
            token = jwt.decode(told["id_token"], own)
            self.bend(token.claims)
            head = token.header | self.header
            told["id_token"] = jwt.encode(head, token.claims, self.key or own, algorithms=["RS256", "HS256"])
            response.set_data(json.dumps(told))
        return response


def parameters(address: str) -> dict[str, str]:
    """What stands in the address's query."""
    return dict(parse_qsl(urlsplit(address).query))


@contextmanager
def _served(provider: Provider) -> Iterator[None]:
    from oidc_provider_mock import app as make_app

    app = make_app()
    app.before_request(provider.before)
    app.after_request(provider.after)
    server = werkzeug.serving.make_server("localhost", 0, app, threaded=True)
    provider.issuer = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield
    provider.goes_on.set()
    server.shutdown()
    thread.join(10)


@pytest.fixture(scope="session")
def _running_provider() -> Iterator[Provider]:
    provider = Provider()
    with _served(provider):
        yield provider


@pytest.fixture
def provider(_running_provider: Provider) -> Iterator[Provider]:
    """A provider that does all as it should, for as long as the test lets it."""
    openid.forget()
    yield _running_provider
    _running_provider.goes_on.set()
    _running_provider.forget()
    openid.forget()


@pytest.fixture
def with_provider(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """The provider in the settings of this process."""
    monkeypatch.setattr(settings(), "oidc_providers", (provider.shown,))
    monkeypatch.setattr(settings(), "public_url", "http://testserver")
    return provider
