"""The words and fields of the first start's pages."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from ejournal.errors import DomainError
from ejournal.http.door import Door, DoorPage, Field, Step, language, locale_of, spoken
from ejournal.i18n import gettext
from ejournal.services.accounts.passwords import SHORTEST
from ejournal.services.base.one_time_links import LinkRefused
from ejournal.services.school.card import USUAL_ZONE, ZONES, SchoolFields
from ejournal.services.setup.first_start import LASTS
from ejournal.services.setup.steps import STEPS

DOOR = Door("/setup/begin", "ejournal_setup", LASTS)
COMMAND = "python -m ejournal setup-link"
SCHOOL, ADMINISTRATOR = "school", "administrator"


def asking_page(request: Request, **more: Any) -> DoorPage:
    """The page of a browser that has no address: the same for everybody."""
    locale = locale_of(request)
    told = {
        "intro": gettext(
            locale,
            "The program prints a setup address when it starts for the first time. "
            "Open it whole, or paste it here.",
        ),
        "fields": [Field("code", gettext(locale, "Setup address"), required=True)],
        "action": DOOR.opens + language(request),
        "submit": gettext(locale, "Open"),
    }
    return _page(request, gettext(locale, "First start"), **told | more)


def refused_page(request: Request, refused: LinkRefused) -> DoorPage:
    """Why the address opens nothing, and how to get another."""
    locale = locale_of(request)
    return asking_page(
        request,
        intro="",
        trouble=spoken(refused, locale),
        cure=gettext(locale, "Who has an account signs in. Whoever runs the server prints a new address:"),
        command=COMMAND,
        back="/login",
        back_words=gettext(locale, "To the sign-in"),
    )


def typed_school(school: SchoolFields | None) -> dict[str, str]:
    """What stands in the fields before anybody has typed."""
    if school is None:
        return {"time_zone": USUAL_ZONE}
    return {
        "name": school.name, "short_name": school.short_name, "inn": school.inn,
        "address": school.address, "time_zone": school.time_zone,
    }  # fmt: skip


def school_page(request: Request, typed: Mapping[str, str], error: DomainError | None = None) -> DoorPage:
    """Which school this is."""
    locale = locale_of(request)
    form = _Form(locale, typed, error)
    return _page(
        request,
        gettext(locale, "Which school is this?"),
        current=0,
        intro=gettext(locale, "All of it can be corrected later. What is saved stays when you leave."),
        fields=[
            form.field("name", gettext(locale, "Full name of the school"),
                       gettext(locale, "As in the charter: it stands on printed papers"), required=True),
            form.field("short_name", gettext(locale, "Short name"),
                       gettext(locale, "For example: School No. 12"), half=True),
            form.field("inn", gettext(locale, "INN"), gettext(locale, "10 digits; may be added later"),
                       half=True),
            form.field("address", gettext(locale, "Address"), complete="street-address"),
            form.field("time_zone", gettext(locale, "Time zone"),
                       choices=[(zone, gettext(locale, words)) for zone, words in ZONES]),
        ],
        action=f"{DOOR.path}/{SCHOOL}{language(request)}",
        submit=gettext(locale, "Save and go on"),
    )  # fmt: skip


def administrator_page(
    request: Request, typed: Mapping[str, str], error: DomainError | None = None
) -> DoorPage:
    """Who looks after the journal; a password that was typed is never sent back."""
    locale, chosen = locale_of(request), language(request)
    return _page(
        request,
        gettext(locale, "Who looks after the journal?"),
        current=1,
        intro=gettext(locale, "The first administrator. This address works no more once you are signed in."),
        fields=_administrator_fields(_Form(locale, typed, error), locale),
        action=f"{DOOR.path}/{ADMINISTRATOR}{chosen}",
        submit=gettext(locale, "Sign in and go on"),
        back=f"{DOOR.path}?step={SCHOOL}" + chosen.replace("?", "&"),
        back_words=gettext(locale, "Back to the school"),
    )


def _administrator_fields(form: "_Form", locale: str) -> list[Field]:
    return [
        form.field("last_name", gettext(locale, "Surname"), required=True, complete="family-name"),
        form.field("first_name", gettext(locale, "First name"), required=True, half=True,
                   complete="given-name"),
        form.field("middle_name", gettext(locale, "Patronymic"), half=True, complete="additional-name"),
        form.field("login", gettext(locale, "Login"), gettext(locale, "Letters, digits and . _ -"),
                   required=True, complete="username"),
        form.field("password", gettext(locale, "Password"),
                   gettext(locale, "At least {n} characters", n=SHORTEST),
                   kind="password", required=True, half=True, complete="new-password"),
        form.field("password_again", gettext(locale, "The password once more"), kind="password",
                   required=True, half=True, complete="new-password"),
        form.field("deputy", gettext(locale, "I am the deputy head too"),
                   gettext(locale, "I make the teaching load and the timetable, and see all journals."),
                   kind="check"),
    ]  # fmt: skip


class _Form:
    """Fields with what was typed in them and what is wrong with it."""

    def __init__(self, locale: str, typed: Mapping[str, str], error: DomainError | None) -> None:
        self._typed = typed
        self._error = {error.field: spoken(error, locale)} if error else {}

    def field(self, name: str, label: str, hint: str = "", **more: Any) -> Field:
        kept = "" if name.startswith("password") else self._typed.get(name, "")
        return Field(name, label, kept, hint, self._error.get(name, ""), **more)


def _page(request: Request, title: str, *, current: int | None = None, **more: Any) -> DoorPage:
    locale = locale_of(request)
    steps = [] if current is None else _steps(locale, current)
    label = gettext(locale, "Steps of the first start")
    note = gettext(locale, "The first start of a school")
    return DoorPage(locale, title, note, opens=DOOR.opens, steps=steps, steps_label=label, **more)


def _steps(locale: str, current: int) -> list[Step]:
    words = [gettext(locale, "School"), gettext(locale, "Administrator")]
    words += [gettext(locale, one.title) for one in STEPS if one.key != SCHOOL]
    return [Step(said, done=at < current, current=at == current) for at, said in enumerate(words)]
