"""What Reflex makes of Vars, said by Jinja: each form that pages use gives what JavaScript gives."""

from types import SimpleNamespace

import pytest
from jinja2 import Environment, StrictUndefined

from ejournal.ui.first_text.expressions import Code, NotUnderstood, entries, expression
from ejournal.ui.first_text.markup import shown

_SAYS = Environment(autoescape=True, undefined=StrictUndefined, finalize=shown)
ROW = SimpleNamespace(value="н", marks=["5", "4"])
STATE = SimpleNamespace(
    locale="en", day="5", number=3, none=[], some=[1], missing=None, open=True, rows=[ROW]
)


def said(script: str, **names: Code) -> str:
    source = f"{{{{ {expression(script, names).code} }}}}"
    return _SAYS.from_string(source).render(state=STATE, row_rx_state_=ROW)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('"К \\"А\\" \\u041a"', "К &#34;А&#34; К"),
        ("-1", "-1"),
        ("state.locale_rx_state_", "en"),
        ('((state.locale_rx_state_?.valueOf?.() === "en"?.valueOf?.()) ? "To" : "\\u041a")', "To"),
        ('("a"+state.day_rx_state_+(!((state.day_rx_state_ === "")) ? "&b" : ""))', "a5&amp;b"),
        ('row_rx_state_?.["value"]', "н"),
        ('((row_rx_state_?.["marks"].length > 1) ? "many" : "few")', "many"),
        ("(state.open_rx_state_ ? undefined : null)", ""),
        ("state.open_rx_state_", ""),
        ('(pyOr((state.none_rx_state_.length > 0), () => (state.open_rx_state_)) ? "y" : "n")', "y"),
        ('(pyAnd(!(state.open_rx_state_), () => (state.open_rx_state_)) ? "y" : "n")', "n"),
        ('(isTrue(state.none_rx_state_) ? "y" : "n")', "n"),
        ('(isNotNullOrUndefined(state.missing_rx_state_) ? "y" : "n")', "n"),
        ('(state.number_rx_state_ >= 3 ? "y" : "n")', "y"),
        ("""((state.rows_rx_state_ ?? []).some((one) => one.value === 'н') ? "y" : "n")""", "y"),
        ("""((state.missing_rx_state_ ?? []).some((one) => one.value === 'н') ? "y" : "n")""", "n"),
    ],
)
def test_a_form_of_javascript(script: str, expected: str) -> None:
    assert said(script) == expected


@pytest.mark.parametrize(("value", "tone"), [("5", "good"), ("1", "low"), ("2", "low"), ("н", "plain")])
def test_one_of_many_cases(value: str, tone: str) -> None:
    script = (
        f'("mark-"+(() => {{ switch (JSON.stringify("{value}")) {{case JSON.stringify("5"):  return ("good");'
        '  break;case JSON.stringify("1"): case JSON.stringify("2"):  return ("low");  break;'
        'default:  return ("plain");  break;};})())'
    )
    assert said(script) == f"mark-{tone}"


def test_a_name_may_stand_for_something_else() -> None:
    assert said('(currentRxMemo === "home" ? "y" : "n")', currentRxMemo=Code('"home"')) == "y"


def test_the_entries_of_an_object() -> None:
    told = entries('({ ["--days"] : state.some_rx_state_.length, ["gridRow"] : "2" })')
    assert [(name, code.code) for name, code in told] == [
        ("--days", "(state.some|length)"),
        ("gridRow", '"2"'),
    ]


@pytest.mark.parametrize(
    "script",
    ["state.a + state.b", "state.call_rx_state_()", "(x) => x", "a ?? ", "`text`", '"a" "b"', "a[0]", "("],
)
def test_what_is_not_known_is_refused(script: str) -> None:
    with pytest.raises((NotUnderstood, ValueError, TypeError)):
        expression(script)


def test_numbers_are_added_by_nobody() -> None:
    with pytest.raises(NotUnderstood, match="no template can say"):
        expression("(1 + 2)")


def test_hostile_words_are_words() -> None:
    hostile = "</script><img src=x onerror=alert(1)>{{ 7*7 }}"
    assert "<" not in said('("x"+hostileRxMemo)', hostileRxMemo=Code(f"{hostile!r}"))
