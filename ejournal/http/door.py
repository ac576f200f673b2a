"""Pages of one-time addresses for strangers: the secret stands behind «#», is posted, and kept in a cookie.

So it is in no address that a server or a proxy logs, and a preview of the link uses nothing up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ejournal.errors import DomainError
from ejournal.http.forms import cookie_options, see_other, small_form
from ejournal.i18n import DEFAULT, LOCALES, gettext
from ejournal.services.base.one_time_links import LONGEST_TOKEN
from ejournal.ui.frame.theme import font_css, palette_css

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
SHEETS = ("10-base.css", "20-kit.css", "50-sign_in.css")
LANGUAGES = (("ru", "Русский"), ("en", "English"))
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, auto_reload=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a page's form: kind is the browser's type, «check», or «choice» of one of some words.

    half: two stand beside each other.

    heading begins a part of the form with this field; reading is a longer text to be opened under it.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    error: str = ""
    kind: str = "text"
    complete: str = "off"
    required: bool = False
    half: bool = False
    choices: Sequence[tuple[str, str]] = ()
    heading: str = ""
    reading: str = ""
    reading_words: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a longer way, on the page's cover."""

    words: str
    done: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class PasskeyAsk:
    """A button that asks for a passkey: where it asks, answers and leads, what it says otherwise.

    first: it is the way that most will take.
    """

    words: str
    options: str
    answer: str
    wanted: str
    unable: str
    stopped: str
    failed: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class DoorPage:
    """One page: its words, its form, where the secret behind «#» is posted, its own path.

    keeps: what its address carries in another language too.
    other: a second answer, posted without fields.
    """

    locale: str
    title: str
    note: str
    opens: str = ""
    path: str = ""
    intro: str = ""
    trouble: str = ""
    tone: str = "amber"
    cure: str = ""
    command: str = ""
    fields: Sequence[Field] = ()
    action: str = ""
    submit: str = ""
    other: str = ""
    other_words: str = ""
    back: str = ""
    back_words: str = ""
    passkey: PasskeyAsk | None = None
    keeps: Mapping[str, str] = field(default_factory=dict)
    steps: Sequence[Step] = ()
    steps_label: str = ""
    product: str = ""
    languages: Sequence[tuple[str, str, str]] = field(default=())


@dataclass(frozen=True, slots=True)
class Door:
    """A path that one-time addresses of a kind lead to, and the cookie that keeps their secret meanwhile."""

    path: str
    cookie: str
    lasts: timedelta

    @property
    def opens(self) -> str:
        """Where the secret is posted."""
        return f"{self.path}/open"

    def address(self, base: str, token: str) -> str:
        """The whole address to hand out."""
        return f"{base}{self.path}#{token}"

    def secret(self, request: Request) -> str:
        """The secret that the browser keeps; empty when it has none."""
        return request.cookies.get(self.cookie, "")[: LONGEST_TOKEN + 1]

    async def take(self, request: Request, read: Callable[[str], object]) -> Response:
        """Keep the posted secret and lead on. Errors: what read says of one that opens nothing."""
        code = code_of((await small_form(request) or {}).get("code", ""))
        await run_in_threadpool(read, code)
        return self.let_in(request, code)

    def let_in(self, request: Request, code: str) -> Response:
        """Keep the secret in the browser, and lead on without it."""
        answer = see_other(self.path + language(request))
        age = int(self.lasts.total_seconds())
        answer.set_cookie(self.cookie, code, max_age=age, **cookie_options(self.path))
        return answer

    def shut(self, answer: Response) -> None:
        """Take the secret out of the browser: it is used up, or opens nothing."""
        answer.delete_cookie(self.cookie, **cookie_options(self.path))

    def refuse(self, request: Request, page: DoorPage) -> Response:
        """The page that says why the secret opens nothing, and the secret out of the browser."""
        answer = show(request, page, 400)
        self.shut(answer)
        return answer


def locale_of(request: Request) -> str:
    """The language asked for in the address, else the first of ours that the browser speaks."""
    asked = request.query_params.get("lang", "")
    if asked in LOCALES:
        return asked
    spoken = request.headers.get("accept-language", "")[:200].lower().split(",")
    named = (one.split(";")[0].strip()[:2] for one in spoken)
    return next((one for one in named if one in LOCALES), DEFAULT)


def language(request: Request) -> str:
    """The part of an address that keeps the chosen language; empty when none was chosen."""
    asked = request.query_params.get("lang", "")
    return f"?lang={asked}" if asked in LOCALES else ""


def code_of(text: str) -> str:
    """The secret in what was posted: the whole address may have been pasted."""
    return text.strip().rpartition("#")[2][: LONGEST_TOKEN + 1]


def spoken(error: DomainError, locale: str) -> str:
    """The error's words."""
    return gettext(locale, error.message, **error.params)


def show(
    request: Request, page: DoorPage, status: int = 200, template: str = "door.html", **more: object
) -> Response:
    """The page in the browser's language; a template that stands on the door's own may show more."""
    path = request.url.path if request.method == "GET" else page.path or page.opens.removesuffix("/open")
    told = {
        "product": gettext(page.locale, "School journal"),
        "languages": [
            (code, f"{path}?{urlencode({'lang': code, **page.keeps})}", name) for code, name in LANGUAGES
        ],
    }
    whole = {name: getattr(page, name) for name in DoorPage.__slots__} | told
    text = _templates.get_template(template).render(page=whole, sheets=SHEETS, look=look(), **more)
    return HTMLResponse(text, status_code=status, headers=HEADERS)


@cache
def look() -> Markup:
    """Palette and font of a page outside of Reflex."""
    return Markup(palette_css() + font_css())  # noqa: S704 - our own palette
