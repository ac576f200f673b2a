"""Forms that browsers post to the routes: their fields, redirects after them, the cookies that they set."""

from typing import Literal, TypedDict
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ejournal.access.actor import COOKIE
from ejournal.services.accounts import devices as known_devices
from ejournal.services.accounts.sign_in import SignedIn
from ejournal.settings import settings

OWN_COOKIE = "ejournal_own"
"""The administrator's own sign-in, while they look with another's eyes."""
OWN_PATH = "/auth"
LARGEST_FORM = 16 * 1024
SIGN_IN = "/auth/login"
DEVICE_KEPT_S = int(known_devices.KEPT.total_seconds())


async def small_form(request: Request) -> dict[str, str] | None:
    """The fields of a urlencoded form; None when it is larger than such a form can be."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return None
    fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: value.replace("\x00", "") for name, value in fields}  # PostgreSQL takes no NUL


def see_other(address: str) -> RedirectResponse:
    """Lead the browser on after a form."""
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


class CookieOptions(TypedDict):
    """How a cookie is set, and cleared alike."""

    path: str
    httponly: bool
    samesite: Literal["lax"]
    secure: bool


def cookie_options(path: str = "/") -> CookieOptions:
    """No script reads the cookie; under https it goes nowhere else."""
    return {"path": path, "httponly": True, "samesite": "lax", "secure": settings().https}


def keep_signed_in(answer: Response, opened: SignedIn) -> None:
    """Give the browser the cookies of a new sign-in."""
    answer.set_cookie(COOKIE, opened.token, max_age=settings().session_days * 86400, **cookie_options())
    answer.set_cookie(
        known_devices.COOKIE, opened.devices, max_age=DEVICE_KEPT_S, **cookie_options(path=SIGN_IN)
    )
