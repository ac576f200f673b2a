"""Parts of the sign-in page: the notebook cover, the trouble with the last try, the form, the demo's people."""

import reflex as rx
from reflex.vars import ObjectVar

from ejournal.ui import kit
from ejournal.ui.forms import post_form
from ejournal.ui.text import t, t_format

POST = "/auth/login"
DEMO_PASSWORD = "demo"  # noqa: S105 - the public password of an invented school
PEOPLE = (
    ("teacher", "Teacher", "own journals, lessons of today"),
    ("classteacher", "Class teacher", "one class in all subjects, absences"),
    ("parent", "Parent", "diaries of two children"),
    ("pupil", "Pupil", "own diary and marks"),
    ("deputy", "Deputy head", "all journals, late changes"),
    ("head", "Head of school", "the whole school"),
    ("admin", "Administrator", "accounts and settings"),
)

# The typed login stays in this tab only: in the address it would end up in the server's log, a SNILS included.
KEEP = "sessionStorage.setItem('login', document.getElementById('field-login').value)"
RECALL = (
    "(() => { const box = document.getElementById('field-login');"
    " if (location.search.includes('error=') && !box.value) box.value = sessionStorage.getItem('login') || '';"
    " document.getElementById(box.value ? 'field-password' : 'field-login').focus() })()"
)


def cover() -> rx.Component:
    """A school notebook: name of the product on ruled paper beyond the red margin."""
    return rx.el.div(
        rx.el.div(
            rx.el.p(t("School journal"), class_name="cover-name"),
            rx.el.p(t("Journal, diary and timetable of the school"), class_name="cover-note"),
            class_name="cover-words",
        ),
        class_name="cover",
    )


def trouble() -> rx.Component:
    """Why the last try failed and what to do, from the address the server sent the browser back to."""
    query = _query()
    seconds = query.get("wait", "0").to(int)
    wait = rx.cond(
        seconds > 90,
        t_format("Wait {n} min and try again.", n=(seconds / 60).ceil()) if hasattr(seconds, "ceil") else "",
        t_format("Wait {n} s and try again.", n=seconds),
    )
    return rx.match(
        query.get("error", ""),
        (
            "wrong",
            kit.callout(t("Check the login and the password: together they match nobody."), tone="red"),
        ),
        (
            "locked",
            kit.callout(
                rx.cond(seconds > 0, wait, t("Try again later.")), title=t("Too many tries"), tone="amber"
            ),
        ),
        ("ended", kit.callout(t("Your sign-in has ended. Sign in again."), tone="accent")),
        rx.fragment(),
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
            "password", t("Password"), type="password", required=True, auto_complete="current-password"
        ),
        rx.el.input(type="hidden", name="next", value=_query().get("next", "/"), read_only=True),
        kit.button(t("Sign in"), kind="primary", submit=True, wide=True),
        rx.el.p(
            t("Forgot the password? The school's administrator will give a new one."), class_name="soft small"
        ),
        action=POST,
        class_name="stack",
    )


def demo_people() -> rx.Component:
    """The people of the demo school; a press fills the form."""
    return rx.el.section(
        rx.el.h2(t("This is a demo school")),
        rx.el.p(
            t_format("Choose who to be. The password of everybody is {password}.", password=DEMO_PASSWORD)
        ),
        kit.sheet(kit.rows(*(_person(*person) for person in PEOPLE))),
        class_name="demo-people",
    )


def _person(login: str, role: str, sees: str) -> rx.Component:
    fill = (
        f"document.getElementById('field-login').value = '{login}';"
        f"document.getElementById('field-password').value = '{DEMO_PASSWORD}';"
        "document.querySelector('.sign-in button[type=submit]').focus()"
    )
    return rx.el.div(
        rx.el.button(
            rx.el.span(
                rx.el.span(t(role), class_name="strong"),
                rx.el.span(t(sees), class_name="soft small"),
                class_name="person",
            ),
            rx.el.code(login),
            type="button",
            on_click=rx.call_script(fill),
            class_name="row row-link",
        ),
        role="listitem",
    )


def _query() -> ObjectVar[dict[str, str]]:
    return rx.State.router.url.query_parameters
