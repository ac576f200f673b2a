"""The words and fields of the registration's pages."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from starlette.requests import Request

from ejournal.errors import DomainError
from ejournal.http.consents.fields import consent_fields, hidden_answers
from ejournal.http.door import Door, DoorPage, Field, Step, language, locale_of, spoken
from ejournal.i18n import gettext
from ejournal.models import ConsentAnswer
from ejournal.services.accounts.passwords import SHORTEST
from ejournal.services.consents.giving import Asked
from ejournal.services.mail.outbox import are_sent
from ejournal.services.registration.opening import FIELD, Newcomer

DOOR = Door("/register", "ejournal_register", timedelta(hours=1))
CONSENTS, ACCOUNT = "consents", "account"


def asking_page(request: Request, refused: DomainError | None = None, typed: str = "") -> DoorPage:
    """The field for the code, with what was typed into it: the same for everybody."""
    locale = locale_of(request)
    said = spoken(refused, locale) if refused else ""
    of_field = refused is not None and refused.field == FIELD
    intro = gettext(locale, "The code stands on the slip that the school gave you: ten signs.")
    return step_page(
        request,
        gettext(locale, "Registration"),
        current=0,
        intro="" if refused else intro,
        trouble="" if of_field else said,
        cure=gettext(locale, "The class teacher prints new slips.") if refused and not of_field else "",
        fields=[Field(FIELD, gettext(locale, "Code"), typed, gettext(locale, "For example: 7KC4M-X29TP"),
                      said if of_field else "", required=True)],
        action=DOOR.opens + language(request),
        submit=gettext(locale, "Go on"),
        back="/login",
        back_words=gettext(locale, "To the sign-in"),
    )  # fmt: skip


def consents_page(request: Request, who: Newcomer, asked: Sequence[Asked]) -> DoorPage:
    """What the school asks: each document for each child apart, nothing chosen beforehand."""
    locale = locale_of(request)
    return step_page(
        request,
        gettext(locale, "Consents"),
        current=1,
        intro=gettext(
            locale,
            "{name}, the school asks for your consent. Each is your own decision: whatever you choose, the "
            "journal opens, and you can think again on the page of your account.",
            name=who.name,
        ),
        fields=consent_fields(asked, locale),
        action=f"{DOOR.path}/{CONSENTS}{language(request)}",
        submit=gettext(locale, "Go on"),
    )


def account_page(
    request: Request,
    who: Newcomer,
    said: Mapping[str, ConsentAnswer],
    typed: Mapping[str, str],
    error: DomainError | None = None,
) -> DoorPage:
    """Login and password; a password that was typed is never sent back."""
    locale = locale_of(request)
    wrong = {error.field: spoken(error, locale)} if error else {}

    def field(name: str, label: str, value: str = "", hint: str = "", **more: Any) -> Field:
        return Field(name, label, value, hint, wrong.get(name, ""), **more)

    fields = hidden_answers(said)
    fields += [
        field("login", gettext(locale, "Login"), typed.get("login", who.login),
              gettext(locale, "You may think of another: letters, digits and . _ -"),
              required=True, complete="username"),
        field("password", gettext(locale, "Password"), "",
              gettext(locale, "At least {n} characters", n=SHORTEST),
              kind="password", required=True, half=True, complete="new-password"),
        field("password_again", gettext(locale, "The password once more"), kind="password",
              required=True, half=True, complete="new-password"),
        field("email", gettext(locale, "E-mail, if you like"), typed.get("email", ""),
              gettext(locale, "A letter comes with an address: open it, and a forgotten password is set anew "
                      "by mail") if are_sent() else "",
              kind="email", complete="email"),
    ]  # fmt: skip
    return step_page(
        request,
        gettext(locale, "Login and password"),
        current=2,
        trouble=wrong.get("", ""),
        intro=gettext(locale, "You register as {name}, {school}.", name=who.name, school=who.school),
        fields=fields,
        action=f"{DOOR.path}/{ACCOUNT}{language(request)}",
        submit=gettext(locale, "Register and sign in"),
        back=f"{DOOR.path}/mine",
        back_words=gettext(locale, "I have an account already"),
    )


def other_card_page(request: Request, name: str) -> DoorPage:
    """For who is signed in: their children are there already, or the school has two cards of them."""
    locale = locale_of(request)
    return step_page(
        request,
        gettext(locale, "You have an account already"),
        trouble=gettext(locale, "You are signed in as {name}. A second account is not needed.", name=name),
        tone="accent",
        cure=gettext(
            locale,
            "A child whom the school has added to you is in your diary already. If one is missing there, the "
            "school has two cards of you: show the slip to the class teacher, the school will make them one.",
        ),
        back="/",
        back_words=gettext(locale, "To the journal"),
    )


def step_page(request: Request, title: str, *, current: int | None = None, **more: Any) -> DoorPage:
    """A page of the registration; current is which of its steps it is, where it is one."""
    locale = locale_of(request)
    words = (gettext(locale, "Code"), gettext(locale, "Consents"), gettext(locale, "Login and password"))
    steps = [
        Step(said, done=at < current, current=at == current) for at, said in enumerate(words)
    ] if current is not None else []  # fmt: skip
    note = gettext(locale, "Journal, diary and timetable of the school")
    label = gettext(locale, "Steps of the registration")
    return DoorPage(locale, title, note, opens=DOOR.opens, steps=steps, steps_label=label, **more)
