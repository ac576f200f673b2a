"""Sign-in: a form that the browser itself posts to the server, and the demo's people when there is a demo."""

import reflex as rx

from ejournal.pages.sign_in.cover import cover
from ejournal.pages.sign_in.parts import (
    back_to_oneself,
    demo_people,
    other_ways,
    passkey,
    sign_in_form,
    trouble,
)
from ejournal.ui.components.if_answered import if_answered
from ejournal.ui.frame.switches import language_switch, paper_switch
from ejournal.ui.words.text import t, tab_title


@rx.page("/login", title=tab_title("Sign-in"))
def sign_in() -> rx.Component:
    """The sign-in page."""
    return rx.el.div(
        cover(),
        rx.el.main(
            rx.el.div(
                rx.el.h1(t("Sign-in")),
                trouble(),
                if_answered("/auth/as", back_to_oneself()),
                sign_in_form(),
                passkey(),
                other_ways(),
                if_answered("/auth/demo", demo_people()),
                class_name="sign-in-column",
            ),
            rx.el.footer(language_switch(), paper_switch(), class_name="sign-in-foot"),
            class_name="sign-in-main",
        ),
        class_name="sign-in-page",
    )
