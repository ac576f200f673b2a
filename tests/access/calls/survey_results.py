"""Calls of results of surveys: by who keeps them, or has answered where that is enough."""

from tests.access.calls.asking import NOBODY, NOWHERE, Address, Call, Case, Step, Visit, Who, at, of
from tests.access.calls.survey_answers import asked_survey
from tests.access.world_asked import ASKED

CALLS: dict[str, Call] = {}
KEEPS: dict[str, Who] = {
    "named": frozenset({"deputy"}),
    "secret": frozenset({"deputy"}),
    "seen": frozenset({"deputy", "guardian"}),
    "b": frozenset({"teacher_b"}),
}
"""Who sees the results: the authors, and where it is so who has answered."""


def _results(name: str, **more: str) -> Address:
    return at("/surveys/results", id=asked_survey(name), **more)


def _shown(name: str) -> tuple[Step, ...]:
    return (Step("SurveyResultsState.load", at=_results(name)),)


CALLS["SurveyResultsState.load"] = Call(
    (
        *(Case(who, at=_results(name), shows=(ASKED.format(name),)) for name, who in KEEPS.items()),
        *(Case(KEEPS["named"], at=_results("named", view=view)) for view in ("cross", "texts", "people")),
    ),
    absent=(
        Case(NOBODY, at=at("/surveys/results", id=NOWHERE)),
        Case(NOBODY, at=at("/surveys/results", id="abc")),
    ),
)
for _name, _payload in {
    "choose_view": of(value="people"),
    "choose_revision": of(value="1"),
    "choose_question": of(value="1"),
    "choose_by": of(value="class"),
    "choose_texts": of(value="all"),
    "search": lambda _world: {"form": {"sought": "лес"}},
    "choose_tag": of(word="лес"),
    "choose_who": of(value="done"),
    "turn": of(step=1),
    "refresh": of(),
}.items():
    CALLS[f"SurveyResultsState.{_name}"] = Call(
        tuple(Case(who, _payload, first=_shown(name)) for name, who in KEEPS.items())
    )


def taken(path: str) -> tuple[Visit, ...]:
    """The results as a file: of «seen» those who have answered wait for the end."""
    named = {name: who - {"guardian"} for name, who in KEEPS.items()}
    return (
        *(Visit(who, path=at(path, id=asked_survey(name))) for name, who in named.items()),
        Visit(NOBODY, path=at(path, id=NOWHERE)),
    )
