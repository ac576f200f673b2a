"""Calls of surveys: the list is everybody's, a survey is built and sent by who keeps it."""

from collections.abc import Callable

from tests.access.calls.asking import (
    CLASS_TEACHERS,
    LEADERS,
    NOBODY,
    NOWHERE,
    SIGNED_IN,
    Address,
    Call,
    Case,
    Payload,
    Step,
    Who,
    at,
    class_of,
    nowhere,
    of,
    person,
    simple,
)
from tests.access.world import World
from tests.access.world_surveys import TITLE

CALLS: dict[str, Call] = {}
MAKERS: Who = LEADERS | CLASS_TEACHERS | {"admin"}
OF_6B: Who = frozenset({"class_teacher"})
DEPUTY: Who = frozenset({"deputy"})
WITH_ADMIN: Who = frozenset({"deputy", "admin"})
OF_B: Who = frozenset({"teacher_b"})


def _survey(name: str) -> Callable[[World], int]:
    return lambda world: world.surveys[name]


def _question(name: str) -> Callable[[World], int]:
    return lambda world: world.survey_questions[name]


def _option(name: str) -> Callable[[World], int]:
    return lambda world: world.survey_options[name]


def _built(name: str) -> Address:
    return at("/surveys/edit", id=_survey(name))


def _second(world: World) -> int:
    return world.survey_seconds["draft"]


def _on(name: str) -> tuple[Step, ...]:
    return (Step("BuildSurveyState.load", at=_built(name)),)


def _part(kind: str, number: Callable[[World], int | str]) -> Payload:
    return lambda world: {"value": f"{kind}:{number(world)}"}


# ---------------------------------------------------------------------------------------------- list

CALLS["AskedSurveysState.load"] = simple(SIGNED_IN, at=at("/surveys"))
CALLS["SurveysState.load"] = simple(SIGNED_IN, at=at("/surveys"))
CALLS["SurveysState.ask_begin"] = simple(MAKERS, lambda _world: {"wanted": True})
CALLS["SurveysState.begin"] = Call(
    (
        Case(MAKERS, of(template=""), writes=True),
        Case(MAKERS, of(template="trip"), writes=True),
        Case(NOBODY, of(template="king")),
    )
)

# --------------------------------------------------------------------------------------------- built

CALLS["BuildSurveyState.load"] = Call(
    tuple(
        Case(who, at=_built(name), shows=(TITLE.format(name),))
        for name, who in {"draft": DEPUTY, "6b": OF_6B, "closed": WITH_ADMIN, "b": OF_B}.items()
    ),
    absent=(
        Case(NOBODY, at=at("/surveys/edit", id=NOWHERE)),
        Case(NOBODY, at=at("/surveys/edit", id="abc")),
    ),
)
CALLS["BuildSurveyState.refresh"] = simple(DEPUTY, first=_on("draft"))
CALLS["BuildSurveyState.keep_title"] = simple(
    DEPUTY, of(words="Поход", base=""), first=_on("draft"), writes=True
)
CALLS["BuildSurveyState.keep_intro"] = simple(
    DEPUTY, of(words="Едем", base=""), first=_on("draft"), writes=True
)
CALLS["BuildSurveyState.agree"] = simple(MAKERS)
CALLS["BuildSurveyState.add_question"] = Call(
    (
        Case(DEPUTY, of(kind="matrix"), first=_on("draft"), writes=True),
        Case(OF_6B, of(kind="date"), first=_on("6b"), writes=True),
        Case(NOBODY, of(kind="date"), first=_on("closed")),
        Case(NOBODY, of(kind="king"), first=_on("draft")),
    )
)


def _of_question(name: str, /, **more: str | int) -> Call:
    """An event of a question, with those of other surveys and of none."""
    return Call(
        (
            Case(DEPUTY, of(question_id=_question("draft"), **more), first=_on("draft"), writes=True),
            Case(OF_6B, of(question_id=_question("6b"), **more), first=_on("6b"), writes=True),
            Case(OF_B, of(question_id=_question("b"), **more), first=_on("b"), writes=True),
        ),
        absent=tuple(
            Case(NOBODY, of(question_id=one, **more), first=_on("draft")) for one in (str(NOWHERE), "abc")
        ),
    )


CALLS["BuildSurveyState.open_question"] = Call(
    (
        Case(DEPUTY, of(question_id=_question("draft")), first=_on("draft")),
        Case(OF_6B, of(question_id=_question("6b")), first=_on("6b")),
    ),
    absent=tuple(Case(NOBODY, of(question_id=one), first=_on("draft")) for one in (str(NOWHERE), "abc")),
)
CALLS["BuildSurveyState.keep_text"] = _of_question("keep_text", field="title", words="Идёте?", base="")
CALLS["BuildSurveyState.set_flag"] = _of_question("set_flag", field="required", wanted=1)
CALLS["BuildSurveyState.keep_count"] = _of_question("keep_count", field="most", words="2", base="")
CALLS["BuildSurveyState.keep_bound"] = _of_question("keep_bound", field="high", words="9", base="")
CALLS["BuildSurveyState.move"] = _of_question("move", by=1)
CALLS["BuildSurveyState.choose_kind"] = Call(
    (
        Case(DEPUTY, of(kind="scale"), first=_on("draft"), writes=True),
        Case(OF_6B, of(kind="scale"), first=_on("6b"), writes=True),
        Case(NOBODY, of(kind="king"), first=_on("draft")),
    )
)
CALLS["BuildSurveyState.copy_question"] = simple(DEPUTY, first=_on("draft"), writes=True)
CALLS["BuildSurveyState.ask_remove"] = simple(MAKERS, lambda _world: {"wanted": True})
CALLS["BuildSurveyState.remove_question"] = simple(DEPUTY, first=_on("draft"), writes=True)
_LINES = {"axis": "row", "words": "Музей\nЛес\nТеатр", "base": ""}
CALLS["BuildSurveyState.keep_lines"] = Call(
    (Case(DEPUTY, of(question_id=_second, **_LINES), first=_on("draft"), writes=True),),
    absent=tuple(
        Case(NOBODY, of(question_id=one, **_LINES), first=_on("draft")) for one in (str(NOWHERE), "abc")
    ),
)
CALLS["BuildSurveyState.add_pictures"] = Call(
    (
        Case(
            DEPUTY,
            lambda _world: {"form": {"pictures": "[]"}},
            first=(*_on("draft"), Step("BuildSurveyState.choose_kind", of(kind="picture"))),
        ),
        Case(NOBODY, lambda _world: {"form": {"pictures": '["guess"]'}}, first=_on("draft")),
    )
)


def _of_option(**more: str | int) -> Call:
    return Call(
        (
            Case(DEPUTY, of(option_id=_option("draft"), **more), first=_on("draft"), writes=True),
            Case(OF_6B, of(option_id=_option("6b"), **more), first=_on("6b"), writes=True),
        ),
        absent=tuple(
            Case(NOBODY, of(option_id=one, **more), first=_on("draft")) for one in (str(NOWHERE), "abc")
        ),
    )


CALLS["BuildSurveyState.keep_option"] = _of_option(field="title", words="Музей хлеба", base="")
CALLS["BuildSurveyState.keep_places"] = _of_option(words="28", base="")
CALLS["BuildSurveyState.move_option"] = _of_option(by=1)
CALLS["BuildSurveyState.remove_option"] = _of_option()

# ----------------------------------------------------------------------------------------- the whole

CALLS["SurveyActsState.ask"] = simple(MAKERS, of(dialog="away"))
CALLS["SurveyActsState.stop"] = simple(MAKERS)
CALLS["SurveyActsState.send"] = Call((Case(DEPUTY, first=_on("whole"), writes=True),))
CALLS["SurveyActsState.send_anyway"] = Call((Case(DEPUTY, first=_on("whole"), writes=True),))
CALLS["SurveyActsState.tell_lack"] = simple(DEPUTY, first=_on("whole"))
CALLS["SurveyActsState.take_back"] = simple(NOBODY, first=_on("whole"))
CALLS["SurveyActsState.close"] = Call(
    (Case(OF_6B, first=_on("6b"), writes=True), Case(NOBODY, first=_on("closed")))
)
CALLS["SurveyActsState.reopen"] = Call(
    (
        Case(WITH_ADMIN, lambda _world: {"form": {"closes_at": ""}}, first=_on("closed"), writes=True),
        Case(NOBODY, lambda _world: {"form": {"closes_at": ""}}, first=_on("6b")),
    )
)
CALLS["SurveyActsState.remind"] = Call(
    (Case(OF_6B, first=_on("6b"), writes=True), Case(NOBODY, first=_on("closed")))
)
CALLS["SurveyActsState.copy_survey"] = Call(
    (Case(DEPUTY, first=_on("draft"), writes=True), Case(WITH_ADMIN, first=_on("closed"), writes=True))
)
CALLS["SurveyActsState.throw_away"] = Call(
    (Case(DEPUTY, first=_on("draft"), writes=True), Case(NOBODY, first=_on("closed")))
)

# -------------------------------------------------------------------------------------- above, rules

CALLS["SurveySetupState.start"] = Call(
    (Case(DEPUTY, of(dialog="asks"), first=_on("draft")), Case(NOBODY, of(dialog="king"), first=_on("draft")))
)
CALLS["SurveySetupState.stop"] = simple(DEPUTY, first=_on("draft"))
CALLS["SurveySetupState.choose_whom"] = Call(
    (
        Case(DEPUTY, of(value="both"), first=_on("draft"), writes=True),
        Case(NOBODY, of(value="both"), first=_on("6b")),
    )
)
CALLS["SurveySetupState.add_part"] = Call(
    (
        Case(DEPUTY, _part("class", class_of("6v")), first=_on("draft"), writes=True),
        Case(DEPUTY, of(value="role:teacher"), first=_on("draft"), writes=True),
        Case(NOBODY, _part("class", class_of("6b_b")), first=_on("draft")),
        Case(NOBODY, of(value="role:king"), first=_on("draft")),
    ),
    absent=(
        Case(NOBODY, of(value=f"class:{NOWHERE}"), first=_on("draft")),
        Case(NOBODY, of(value=f"person:{NOWHERE}"), first=_on("draft")),
    ),
)
CALLS["SurveySetupState.drop_part"] = Call(
    (Case(DEPUTY, _part("class", class_of("6b")), first=_on("draft"), writes=True),)
)
CALLS["SurveySetupState.find_person"] = simple(MAKERS, of(words="лебед"))
CALLS["SurveySetupState.save"] = simple(
    DEPUTY, lambda _world: {"form": {"per": "child", "most_answers": "30"}}, first=_on("draft"), writes=True
)
CALLS["SurveySetupState.find_colleague"] = simple(DEPUTY, of(words="кото"), first=_on("draft"))
CALLS["SurveySetupState.add_author"] = Call(
    (
        Case(DEPUTY, of(value=person("class_teacher")), first=_on("draft"), writes=True),
        Case(NOBODY, of(value=person("teacher_b")), first=_on("draft")),
        Case(NOBODY, of(value=person("guardian")), first=_on("draft")),
    ),
    absent=tuple(Case(NOBODY, of(value=one), first=_on("draft")) for one in (str(NOWHERE), "abc")),
)
CALLS["SurveySetupState.drop_author"] = Call(
    (Case(WITH_ADMIN, of(value=person("admin")), first=_on("closed"), writes=True),),
    absent=(),
)
CALLS["SurveyRuleState.start"] = Call(
    (Case(DEPUTY, of(question_id=_second), first=_on("draft")),), absent=nowhere("question_id")
)
_RULE = (*_on("draft"), Step("SurveyRuleState.start", of(question_id=_second)))
CALLS["SurveyRuleState.stop"] = simple(MAKERS)
CALLS["SurveyRuleState.choose_on"] = Call(
    (Case(DEPUTY, of(value=_question("draft")), first=_RULE),),
    absent=tuple(Case(NOBODY, of(value=one), first=_RULE) for one in (str(NOWHERE), "abc")),
)
CALLS["SurveyRuleState.choose_kind"] = simple(DEPUTY, of(value="no"), first=_RULE)
CALLS["SurveyRuleState.save"] = simple(DEPUTY, lambda _world: {"form": {}}, first=_RULE, writes=True)
CALLS["SurveyRuleState.drop"] = simple(DEPUTY, first=_RULE, writes=True)
