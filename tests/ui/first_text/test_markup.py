"""Components written out: what stands in a template is what React would draw; nobody's words are markup."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx
from jinja2 import Environment

import ejournal.ejournal  # noqa: F401 - all pages
from ejournal.ui import kit
from ejournal.ui.first_text.build import icons_in, sources_of_pages
from ejournal.ui.first_text.expressions import NotUnderstood
from ejournal.ui.first_text.markup import attribute, shown, template_of
from ejournal.ui.first_text.pages import PAGES
from ejournal.ui.first_text.states import js_name

HOSTILE = "</script><img src=x onerror=alert(1)> \" ' {{ 7 * 7 }}"


class Words(rx.State):
    """What the components here show."""

    text: str = ""
    flag: bool = False
    items: list[str] = []


class Unheard(rx.Component):
    """A component that does not say what is written for it."""

    tag = "Unheard"


def written(component: rx.Component, **held: Any) -> str:
    environment = Environment(autoescape=True, finalize=shown)
    environment.globals |= {"attr": attribute, "icon": lambda name, size: f"{name} {size}"}
    told = SimpleNamespace(**{"text": "", "flag": False, "items": [], **held})
    return environment.from_string(template_of(component.render(), {})).render({js_name(Words): told})


def test_elements_attributes_and_texts() -> None:
    drawn = rx.el.button(
        "Да", rx.el.br(), type="button", class_name="a b", aria_pressed=Words.flag, tab_index=-1
    )
    assert written(drawn) == (
        '<button aria-pressed="false" class="a b" tabIndex="-1" type="button">Да<br></button>'
    )


def test_what_is_false_or_missing_is_no_attribute() -> None:
    drawn = rx.el.input(disabled=Words.flag, title=rx.cond(Words.flag, "x", rx.Var("undefined")))
    assert written(drawn) == "<input>"
    assert written(drawn, flag=True) == '<input disabled="" title="x">'


def test_handlers_stay_out() -> None:
    drawn = rx.el.button("x", on_click=rx.call_script("alert(1)"))
    assert written(drawn) == "<button>x</button>"


def test_conditions_and_lists() -> None:
    drawn = rx.cond(
        Words.flag,
        rx.el.ul(rx.foreach(Words.items, lambda one, at: rx.el.li(at, ": ", one))),
        rx.match(Words.text, ("a", "b", rx.el.b("ab")), rx.el.i("other")),
    )
    assert written(drawn, flag=True, items=["x", "y"]) == "<ul><li>0: x</li><li>1: y</li></ul>"
    assert written(drawn, text="b") == "<b>ab</b>"
    assert written(drawn, text="z") == "<i>other</i>"


def test_a_link_of_the_app_is_a_link() -> None:
    assert written(kit.link("x", href=f"/diary?day={Words.text}"), text="5&6") == (
        '<a href="/diary?day=5&amp;6">x</a>'
    )


def test_the_option_chosen() -> None:
    drawn = rx.el.select(rx.el.option("A", value="a"), rx.el.option("B", value="b"), value=Words.text)
    assert 'value="b" selected=""' in written(drawn, text="b")
    assert written(drawn, text="b").count("selected") == 1


def test_styles() -> None:
    drawn = rx.el.div(style={"--lead": Words.text, "gridRow": "2"})
    assert written(drawn, text='2rem;"x') == '<div style="--lead:2rem;&#34;x;grid-row:2"></div>'


def test_nobodys_words_are_markup() -> None:
    drawn = rx.el.div(
        rx.el.p(Words.text), kit.link("x", href=Words.text), title=Words.text, style={"--a": Words.text}
    )
    text = written(drawn, text=HOSTILE)
    assert re.findall(r"<(/?\w+)", text) == ["div", "p", "/p", "a", "/a", "/div"]
    assert "{{ 7 * 7 }}" in text


def test_a_component_that_says_nothing_stops_the_build() -> None:
    with pytest.raises(NotUnderstood, match="Unheard"):
        template_of(Unheard.create().render(), {})


def test_each_page_with_a_first_text_can_be_written() -> None:
    sources = sources_of_pages()
    assert set(PAGES) == {"/", "/diary", "/diary/marks", "/schedule", "/journal"}
    assert len(sources) == len(PAGES)
    assert "Bell" in icons_in(sources)
    for source in sources.values():
        assert "onClick" not in source
        assert "ReflexEvent" not in source
