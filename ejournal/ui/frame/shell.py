"""The frame of a signed-in person's page: places at the side or at the bottom, account, the page itself."""

from collections.abc import Sequence

import reflex as rx

from ejournal.ui import kit
from ejournal.ui.frame.errors import nothing_here
from ejournal.ui.frame.sides import elsewhere_offer, schools_switch, side_switch
from ejournal.ui.frame.switches import language_switch, paper_switch
from ejournal.ui.kit.forms import post_form
from ejournal.ui.runtime.places import ACCOUNT
from ejournal.ui.runtime.session import Place, SessionState
from ejournal.ui.words.text import Words, localized, t, t_format

SIGN_OUT = "/auth/logout"
LOOK_ENDS = "/auth/as/end"
BELL = "notices"
"""The place that is reached by the bell instead of the list."""


def shell(
    title: kit.Words,
    *children: kit.Part,
    place: str,
    subtitle: kit.Words | None = None,
    actions: Sequence[rx.Component] = (),
    narrow: bool = False,
    back: rx.Component | None = None,
) -> rx.Component:
    """A whole page: navigation with `place` marked, the title with its actions, then the children.

    `narrow` keeps lines of text and forms readable on wide screens; grids and tables take all the width.
    `back` leads from a page that is no place of the navigation to the one it belongs to.
    """
    return rx.el.div(
        rx.el.a(t("To the content"), href="#content", class_name="skip"),
        side_navigation(current=place),
        rx.el.main(
            rx.cond(SessionState.looking != "", looking()),
            rx.cond(SessionState.signed_in, _bell(place == BELL, "bell phone-only no-print")),
            rx.cond(SessionState.factor_asked, _second_factor(place)),
            side_switch("phone-only no-print"),
            rx.cond(
                SessionState.missing,
                rx.fragment(nothing_here(), elsewhere_offer()),
                rx.fragment(kit.page_title(title, subtitle, actions, back), *children),
            ),
            id="content",
            class_name="content content-narrow" if narrow else "content",
            tab_index=-1,
        ),
        bottom_navigation(current=place),
        class_name="shell",
    )


def looking() -> rx.Component:
    """While an administrator looks with another's eyes: as whom, until when, and the way back."""
    words = t_format(
        "You are looking as {name}, until {time}. Nothing can be changed.",
        name=SessionState.person_name,
        time=SessionState.looking,
    )
    back = post_form(kit.button(t("Finish looking"), kind="danger", submit=True), action=LOOK_ENDS)
    return rx.el.div(kit.icon("eye", 20), rx.el.p(words), back, role="status", class_name="looking no-print")


@rx.memo
def side_navigation(current: rx.Var[str]) -> rx.Component:
    """The column of places on desktops, with the account under it."""
    return rx.el.aside(
        rx.el.div(
            rx.cond(
                SessionState.logo != "", rx.el.img(src=SessionState.logo, alt="", class_name="brand-logo")
            ),
            t("School journal"),
            rx.cond(SessionState.signed_in, _bell(current == BELL, "bell")),
            class_name="brand",
        ),
        side_switch(""),
        rx.el.nav(
            rx.cond(
                SessionState.signed_in,
                rx.foreach(SessionState.places, lambda place: _place(place, current, _beside(place))),
                kit.skeleton(7, t("Loading")),
            ),
            class_name="side-places",
            aria_label=t("Sections"),
        ),
        rx.cond(SessionState.signed_in, _account(current)),
        class_name="side desktop-only no-print",
    )


@rx.memo
def bottom_navigation(current: rx.Var[str]) -> rx.Component:
    """The bar of the first places on phones and, behind «Ещё», the sheet of the others and the account."""
    return rx.el.div(
        rx.el.nav(
            rx.foreach(SessionState.bottom_places, lambda place: _place(place, current, "bottom-place", 24)),
            rx.el.button(
                kit.icon("ellipsis", 24),
                rx.el.span(t("More")),
                type="button",
                custom_attrs={"popoverTarget": "more"},
                aria_haspopup="dialog",
                class_name="bottom-place bottom-more",
            ),
            class_name="bottom",
            aria_label=t("Sections"),
        ),
        rx.el.div(
            rx.el.nav(
                rx.foreach(SessionState.more_places, lambda place: _place(place, current, "side-place")),
                aria_label=t("Other sections"),
                on_click=rx.call_script("document.getElementById('more')?.hidePopover()"),
            ),
            rx.cond(SessionState.signed_in, _account(current)),
            id="more",
            custom_attrs={"popover": "auto"},
            role="dialog",
            aria_label=t("More"),
            class_name="more",
        ),
        class_name="phone-only no-print",
    )


def _second_factor(place: str) -> rx.Component:
    """The bar that counts down to the day from which on the school lets nobody in without a second factor."""
    way = rx.fragment() if place == ACCOUNT else kit.link_button(t("Set up"), "/account")
    words = rx.cond(
        SessionState.factor_over,
        t("Your school asks to confirm sign-ins. Set it up here, then all else opens again."),
        localized(SessionState.factor_left_ru, SessionState.factor_left_en),
    )
    return rx.el.div(kit.callout(words, tone="amber", action=way), class_name="shell-bar no-print")


def _bell(current: kit.Flag, name: str) -> rx.Component:
    """The bell with the number of unread notices; on phones in the page's corner, else by the brand."""
    return kit.link(
        kit.icon("bell", 22),
        rx.el.span(t("Notices"), class_name="sr-only"),
        kit.counter(SessionState.unread, t("unread")),
        href="/notices",
        title=t("Notices"),
        aria_current=_page_if(current),
        class_name=name,
    )


def _beside(place: Place) -> Words:
    """A place within another is smaller and set in, without an icon."""
    return rx.cond(place.within != "", "side-place side-place-within", "side-place")


def _place(place: Place, current: Words, name: Words, icon_size: int = 20) -> rx.Component:
    line = kit.link(
        kit.place_icon(place.icon, icon_size),
        rx.el.span(localized(place.title_ru, place.title_en), class_name="place-title"),
        kit.counter(place.unread, t("unread")),
        href=place.href,
        class_name=name,
        aria_current=_page_if(place.key == current),
    )
    return rx.cond(place.key == ACCOUNT, rx.fragment(), line)


def _page_if(condition: kit.Flag) -> Words:
    return rx.cond(condition, "page", rx.Var("undefined"))


def _account(current: Words) -> rx.Component:
    whose = (
        rx.el.span(SessionState.person_name, class_name="account-name"),
        rx.el.span(SessionState.role_line, class_name="account-role"),
    )
    own = rx.cond(
        SessionState.looking != "",
        rx.el.div(*whose, class_name="account-person"),
        kit.link(
            *whose,
            href="/account",
            title=t("My account"),
            aria_current=_page_if(current == ACCOUNT),
            class_name="account-person",
        ),
    )
    return rx.el.div(
        own,
        schools_switch(),
        rx.el.div(language_switch(), paper_switch(), class_name="account-switches"),
        post_form(
            rx.el.button(kit.icon("log-out", 18), t("Sign out"), type="submit", class_name="sign-out"),
            action=SIGN_OUT,
        ),
        class_name="account",
    )
