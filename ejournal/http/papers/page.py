"""The page of an issued paper, /d/NUMBER: what it is, whether it still holds, whether a file is the one."""

from dataclasses import dataclass
from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ejournal.database import session_scope
from ejournal.http.addresses import client_address
from ejournal.http.door import DoorPage, language, locale_of, show
from ejournal.http.routes import public_route
from ejournal.i18n import gettext
from ejournal.i18n.dates import full_date
from ejournal.services.accounts.throttle import seconds
from ejournal.services.issued.lookup import Shown, count_miss, shown, wait_of
from ejournal.services.issued.numbers import LONGEST_TYPED, read_number
from ejournal.services.issued.things import kind_words, period_words

PATH = "/d"
GROUP = 4
TEMPLATE = "papers/page.html"


@dataclass(frozen=True, slots=True)
class Told:
    """What the page shows of a paper: facts by name, its fingerprint whole and in groups, its signature."""

    facts: list[tuple[str, str]]
    fingerprint: str
    groups: list[str]
    signature: list[str]
    certificate: str
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """The field for a number: where it goes, in which chosen language, what was typed, what is wrong."""

    action: str
    lang: str
    label: str
    hint: str
    submit: str
    typed: str
    error: str


@public_route(PATH)
async def asked_for(request: Request) -> Response:
    """Lead to the paper of ?number=…, or ask for the number."""
    typed = request.query_params.get("number", "")[: LONGEST_TYPED + 1]
    if number := read_number(typed):
        return _to(request, number)
    return _unknown(request, typed, 404 if typed else 200)


@public_route(PATH + "/{number:path}")
async def paper(request: Request) -> Response:
    """The paper's page; the same kind of page for a number that nobody has."""
    typed = str(request.path_params["number"])[: LONGEST_TYPED + 1]
    number = read_number(typed)
    if number and number != typed:
        return _to(request, number)
    found, wait = await run_in_threadpool(_found, number, client_address(request.scope))
    if wait:
        return _too_many(request, wait)
    if found is None:
        return _unknown(request, typed, 404)
    return _known(request, found)


def _known(request: Request, found: Shown) -> Response:
    locale, replaced = locale_of(request), found.replaced_at
    if replaced:
        day = full_date(locale, replaced.date())
        verdict = gettext(locale, "Out of date: the same paper was issued anew on {day}", day=day)
    else:
        verdict = gettext(locale, "Issued by the school; nothing has replaced it")
    page = DoorPage(
        locale,
        kind_words(found.thing, locale),
        _note(locale),
        trouble=verdict,
        tone="amber" if replaced else "green",
        cure=gettext(locale, "Ask the school for the newer one") if replaced else "",
    )
    return show(request, page, template=TEMPLATE, paper=_told(found, locale), asked=None)


def _told(found: Shown, locale: str) -> Told:
    thing, groups = found.thing, len(found.fingerprint) // GROUP
    facts = [
        (gettext(locale, "Document number"), found.number),
        (gettext(locale, "School"), found.school),
        (gettext(locale, "Class"), thing.class_title if thing.pupil_id is None else ""),
        (gettext(locale, "Document" if thing.document_id else "Subject"), thing.subject),
        (gettext(locale, "Period"), period_words(thing, locale)),
        (gettext(locale, "Issued"), f"{full_date(locale, found.issued_at.date())}, {found.issued_at:%H:%M}"),
        (gettext(locale, "Pages"), str(found.pages)),
    ]
    return Told(
        facts=[(name, value.replace("№ ", "№\u00a0")) for name, value in facts if value],
        fingerprint=found.fingerprint,
        groups=[found.fingerprint[at * GROUP : (at + 1) * GROUP] for at in range(groups)],
        signature=_signature(found, locale),
        certificate=found.certificate,
        words=_words(locale),
    )


def _signature(found: Shown, locale: str) -> list[str]:
    signed = gettext(locale, "The file is signed by the certificate of: {name}.", name=found.signed_by)
    own = gettext(
        locale,
        "The school's journal made this certificate for itself: it shows that the file was not changed. "
        "It is not a qualified signature.",
    )
    timed = gettext(locale, "The time of the signature is confirmed by a time stamp service.")
    return [signed, *([own] if found.own_certificate else []), *([timed] if found.time_stamped else [])]


def _words(locale: str) -> dict[str, str]:
    """What the page says around the facts, and its script."""
    return {
        "title": gettext(locale, "Is it this file?"),
        "fingerprint": gettext(locale, "Fingerprint of the file (SHA-256)"),
        "certificate": gettext(locale, "Fingerprint of the certificate (SHA-256)"),
        "signature": gettext(locale, "Signature"),
        "pick": gettext(locale, "Choose the PDF"),
        "stays": gettext(locale, "The file stays on your device: the browser counts its fingerprint itself."),
        "reading": gettext(locale, "the fingerprint is being counted…"),
        "same": gettext(locale, "this is the file that was issued"),
        "other": gettext(locale, "this is not the file that was issued"),
        "unread": gettext(locale, "the file cannot be read. Choose it once more"),
        "large": gettext(locale, "the file is too large: a school's paper has less than 200 MB"),
        "without": gettext(locale, "Without scripts: compare the fingerprint that sha256sum counts."),
    }


def _note(locale: str) -> str:
    return gettext(locale, "Check of an issued paper")


def _unknown(request: Request, typed: str, status: int) -> Response:
    """The field for a number; in words that nothing was issued under the one that was asked for."""
    locale = locale_of(request)
    wrong = gettext(locale, "No paper was issued under this number. Compare it with the paper once more")
    asked = Asked(
        action=PATH,
        lang=locale if request.query_params.get("lang") == locale else "",
        label=gettext(locale, "Document number"),
        hint=gettext(locale, "It stands on the paper beside the square, as 26-7KC4-MX29-TPH3"),
        submit=gettext(locale, "Check a paper"),
        typed=typed,
        error=wrong if typed else "",
    )
    title = gettext(locale, "There is no such paper") if typed else gettext(locale, "Check a paper")
    return show(request, DoorPage(locale, title, _note(locale)), status, TEMPLATE, paper=None, asked=asked)


def _too_many(request: Request, wait: timedelta) -> Response:
    locale = locale_of(request)
    words = gettext(locale, "Too many tries. Wait {wait} s", wait=seconds(wait))
    page = DoorPage(locale, gettext(locale, "Check a paper"), _note(locale), trouble=words)
    answer = show(request, page, 429, TEMPLATE, paper=None, asked=None)
    answer.headers["Retry-After"] = str(seconds(wait))
    return answer


def _found(number: str, address: str) -> tuple[Shown | None, timedelta]:
    """The paper, or for a number that nobody has how long to wait; who asks for what is there writes nothing.

    Others behind the address of a guesser still see theirs: a number is not found by guessing.
    """
    with session_scope(writing=False) as session:
        found = shown(session, number) if number else None
        wait = timedelta() if found else wait_of(session, address)
    if found is None and number and not wait:
        with session_scope(writing=True) as session:
            count_miss(session, address)
    return found, wait


def _to(request: Request, number: str) -> Response:
    return RedirectResponse(f"{PATH}/{number}{language(request)}", status_code=303)
