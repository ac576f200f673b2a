"""Parts of the sign-in page: the trouble with the last try, the form, the demo's people."""

import reflex as rx

from ejournal.ui import kit
from ejournal.ui.components.if_answered import if_answered
from ejournal.ui.components.passkey import if_passkeys, sign_in_by_passkey
from ejournal.ui.components.ways_in import ways_in
from ejournal.ui.kit.forms import post_form
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.providers import ends
from ejournal.ui.words.text import Words, t, t_format

POST = "/auth/login"
PASSKEY = "/auth/login/passkey"
ASK = f"{PASSKEY}/options"
MAIL = "/auth/mail"
"""Answers where this installation sends mail."""
LONG_WAIT = 90
"""Seconds above which a wait is told in minutes."""
DEMO_PASSWORD = "demo"  # noqa: S105 - the public password of an invented school
PEOPLE = (
    ("teacher", "Teacher", "own journals, lessons of today"),
    ("classteacher", "Class teacher", "own class"),
    ("parent", "Parent", "diaries of two children"),
    ("pupil", "Pupil", "own diary and marks"),
    ("deputy", "Deputy head", "all journals, late changes"),
    ("head", "Head of school", "the whole school"),
    ("admin", "Administrator", "accounts and settings"),
)

# The typed login stays in this tab: in the address it would end up in the server's log, even a SNILS.
KEEP = "sessionStorage.setItem('login', document.getElementById('field-login').value)"
RECALL = (
    "(() => { const box = document.getElementById('field-login');"
    " if (location.search.includes('error=') && !box.value)"
    " box.value = sessionStorage.getItem('login') || '';"
    " document.getElementById(box.value ? 'field-password' : 'field-login').focus() })()"
)


def trouble() -> rx.Component:
    """Why the last try failed and what to do, from the address the server sent the browser back to."""
    return rx.match(
        _query("error"),
        (
            "wrong",
            kit.callout(t("Check the login and the password: together they match nobody."), tone="red"),
        ),
        ("locked", kit.callout(_wait(), title=t("Too many tries"), tone="amber")),
        (
            "away",
            kit.callout(
                t("The database does not answer. Try again in a minute, nothing saved is lost"), tone="amber"
            ),
        ),
        ("password", kit.callout(t("Your password is set. Sign in with it."), tone="green")),
        ("half", kit.callout(t("The time to confirm the sign-in is over. Sign in again"), tone="amber")),
        ("ended", kit.callout(t("Your sign-in has ended. Sign in again."))),
        *((f"provider-{sign}", kit.callout(words, tone=tone)) for sign, (tone, words) in ends().items()),
        rx.fragment(),
    )


def _wait() -> Words:
    wait = _query("wait")
    seconds = rx.Var(f"Number({wait!s} || 0)", _var_data=wait._get_all_var_data()).to(int)
    minutes = rx.Var(f"Math.ceil(Number({wait!s}) / 60)", _var_data=wait._get_all_var_data()).to(int)
    return rx.cond(
        seconds == 0,
        t("Try again later."),
        rx.cond(
            seconds > LONG_WAIT,
            t_format("Wait {n} min and try again.", n=minutes),
            t_format("Wait {n} s and try again.", n=seconds),
        ),
    )


def sign_in_form() -> rx.Component:
    """Login and password, posted by the browser."""
    return post_form(
        kit.text_field(
            "login",
            t("Login, e-mail or SNILS"),
            required=True,
            auto_complete="username",
            auto_capitalize="none",
            spell_check=False,
            on_change=rx.call_script(KEEP),
            on_mount=rx.call_script(RECALL),
        ),
        kit.text_field(
            "password", t("Password"), kind="password", required=True, auto_complete="current-password"
        ),
        rx.el.input(type="hidden", name="next", value=_query("next"), read_only=True),
        kit.button(t("Sign in"), kind="primary", submit=True, wide=True),
        rx.el.div(
            if_answered(MAIL, _leads_out(t("Forgot the password?"), "/password/forgotten")),
            if_answered(
                MAIL,
                rx.el.p(
                    t("Forgot the password? The school's administrator will give a new one."),
                    class_name="soft small",
                ),
                no=True,
            ),
            _leads_out(t("Registration by a slip of the school"), "/register"),
            class_name="sign-in-helps",
        ),
        action=POST,
        class_name="stack",
    )


def back_to_oneself() -> rx.Component:
    """After a look with another's eyes that has ended by itself: the way back to one's own sign-in."""
    return post_form(kit.button(t("Back to my own sign-in"), submit=True, wide=True), action="/auth/as/end")


def other_ways() -> rx.Component:
    """A button for each provider of this installation."""
    return ways_in("/auth/providers", t("Sign in by {title}"), t("Other ways to sign in"), _query("next"))


def passkey() -> rx.Component:
    """The button that asks for a passkey, where the browser has them; what goes wrong stands under it."""
    return if_passkeys(
        rx.el.div(
            kit.button(
                t("Sign in by a passkey"),
                icon="fingerprint",
                wide=True,
                on_click=sign_in_by_passkey("passkey"),
            ),
            rx.el.p(class_name="field-error", role="alert", hidden=True, custom_attrs={"data-said": ""}),
            id="passkey",
            custom_attrs={
                "data-options": rx.cond(SessionState.locale == "en", f"{ASK}?lang=en", ASK),
                "data-answer": rx.cond(SessionState.locale == "en", f"{PASSKEY}?lang=en", PASSKEY),
                "data-next": _query("next"),
                "data-unable": t("This browser cannot use passkeys here. Open the journal in another one"),
                "data-stopped": t("The passkey was not used. Try again, or choose another way"),
                "data-failed": t("The server does not answer. Try again in a minute"),
            },
            class_name="stack stack-tight",
        )
    )


def _leads_out(words: kit.Words, path: str) -> rx.Component:
    """A link to a page that the server draws itself: the app's own router has none such."""
    return rx.el.a(words, href=path, reload_document=True, class_name="small")


def demo_people() -> rx.Component:
    """The people of the demo school; a press fills the form."""
    words = t_format("Choose who to be. The password of everybody is {password}.", password=DEMO_PASSWORD)
    return rx.el.section(
        rx.el.h2(t("This is a demo school")),
        rx.el.p(words, class_name="soft small"),
        kit.sheet(
            kit.rows(
                *(_person(*person) for person in PEOPLE),
                if_answered("/auth/demo/family", _person("family", "Parent", "diaries in two schools")),
            )
        ),
        class_name="demo-people",
    )


def _person(login: str, role: str, sees: str) -> rx.Component:
    fill = (
        f"document.getElementById('field-login').value = '{login}';"
        f"document.getElementById('field-password').value = '{DEMO_PASSWORD}';"
        "document.querySelector('.sign-in-page button[type=submit]').focus()"
    )
    words = (
        rx.el.span(t(role), class_name="strong nowrap"),
        rx.el.span(t(sees), class_name="soft small"),
    )
    pressed = rx.el.button(
        *words,
        rx.el.span(login, class_name="demo-login"),
        type="button",
        on_click=rx.call_script(fill),
        class_name="row row-link",
    )
    return rx.el.div(pressed, role="listitem")


def _query(name: str) -> rx.Var[str]:
    """A parameter of the page's address; empty when it is not there."""
    parameters = rx.State.router.url.query_parameters
    return rx.Var(f"({parameters!s}?.[{name!r}] ?? '')", _var_data=parameters._get_all_var_data()).to(str)
