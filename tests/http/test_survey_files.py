"""Results of a survey as files: the page's own numbers and no more, names where there are names, nothing
that runs."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import Session, select
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import engine, session_scope
from ejournal.models import QuestionKind, ResultsWhen, Survey, SurveyAnswer, SurveyState
from ejournal.services.surveys.results.shown import results
from tests.cast import Cast
from tests.infra.paper import text_of
from tests.services.surveys.answer_helpers import LATER, NOON, Asked, Made, answer, asked_family, make_survey
from tests.services.surveys.test_results import ALL_KINDS, many_answers

K = QuestionKind
FORMULAS = ('=HYPERLINK("http://example.test")', "+7 900", "-1", "@cmd", "обычный")


@pytest.fixture
def named(cast: Cast) -> Made:
    """A survey with names: three families have answered, one with what looks like a formula."""
    with Session(engine(), expire_on_commit=False, autoflush=False) as session:
        session.connection(execution_options={"writing": True})
        one = cast.taken_into(session)
        made = asked_family(
            one, Asked(K.YES_NO, "Едете"), Asked(K.LONG_TEXT, "Слова"), Asked(K.SCALE, "=Как")
        )
        for who, words in zip(("guardian", "other_guardian", "teacher_parent"), FORMULAS, strict=False):
            answer(one, made, who, Едете=True, Слова=words)
        session.commit()
        return made


@pytest.fixture
def secret(cast: Cast) -> Made:
    """An anonymous survey of 60 answers of two classes and a few of a third, closed."""
    with Session(engine(), expire_on_commit=False, autoflush=False) as session:
        session.connection(execution_options={"writing": True})
        one = cast.taken_into(session)
        actor = one.actor("deputy")
        made = make_survey(
            session, actor.school_id, actor.person_id, *ALL_KINDS, anonymous=True, state=SurveyState.CLOSED,
            closed_at=NOON,
        )  # fmt: skip
        many_answers(session, actor.school_id, made, [one.classes[name].id for name in ("6b", "6v")], 60)
        session.commit()
        return made


def taken(browser: TestClient, cast: Cast, made: Made, kind: str, who: str = "deputy") -> Any:
    browser.cookies.set(COOKIE, cast.token(who))
    return browser.get(f"/print/survey.{kind}?id={made.id}")


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_with_names_each_answer_stands_by_its_name(browser: TestClient, cast: Cast, named: Made) -> None:
    found = sheets(taken(browser, cast, named, "xlsx").content)
    assert list(found) == ["Итоги", "По классам", "Словами", "Участие", "Ответы по именам"]
    lines = {str(line[0]): line for line in found["Ответы по именам"]}
    assert lines["М. П. Лебедева"][1:4] == ["Анна, 6 «Б», Лев, 2 «А»", "Да", FORMULAS[0]]


def test_what_looks_like_a_formula_is_a_text_in_every_file(
    browser: TestClient, cast: Cast, named: Made
) -> None:
    answered = taken(browser, cast, named, "csv")
    assert answered.headers["content-type"].startswith("text/csv")
    lines = list(csv.reader(StringIO(answered.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0][-1] == "'=Как"
    assert {line[3] for line in lines[1:]} == {f"'{one}" for one in FORMULAS[:3]}
    told = json.loads(taken(browser, cast, named, "json").content)
    assert FORMULAS[0] in {cell for table in told["tables"] for line in table["lines"] for cell in line}


def test_without_names_no_line_is_a_persons_answer(browser: TestClient, cast: Cast, secret: Made) -> None:
    found = sheets(taken(browser, cast, secret, "xlsx").content)
    assert list(found) == ["Итоги", "По классам", "Словами", "Участие"]
    told = json.loads(taken(browser, cast, secret, "json").content)
    assert {table["title"] for table in told["tables"]} == set(found)
    lines = list(
        csv.reader(StringIO(taken(browser, cast, secret, "csv").content.decode("utf-8-sig")), delimiter=";")
    )
    assert lines[0] == ["Вопрос", "Ответ", "Сколько", "Доля, %"]
    by_class = next(table for table in told["tables"] if table["title"] == "По классам")
    for line in by_class["lines"]:
        assert all(cell == "скрыто" or cell >= 5 for cell in line[2:-1]), line


def test_files_say_what_the_page_says(browser: TestClient, cast: Cast, secret: Made) -> None:
    told = json.loads(taken(browser, cast, secret, "json").content)
    with session_scope(writing=False) as session:
        found = results(session, cast.actor("deputy"), secret.id, LATER)
    goes = next(one for one in found.figures if one.question.title == "Едете")
    lines = next(table for table in told["tables"] if table["title"] == "Итоги")["lines"]
    counts = {line[1]: line[2] for line in lines if line[0] == "Едете"}
    assert counts == {"Да": dict(goes.ways)[True], "Нет": dict(goes.ways)[False]}


def test_paper_has_the_figures_with_charts(browser: TestClient, cast: Cast, secret: Made) -> None:
    paper = taken(browser, cast, secret, "pdf")
    assert paper.headers["content-type"] == "application/pdf"
    words = text_of(paper.content)
    assert "Поездка" in words
    assert "без имён" in words
    assert "Каша" in words
    assert "скрыты" in words


def test_before_the_end_there_is_no_file_where_the_author_chose_so(
    browser: TestClient, cast: Cast, named: Made
) -> None:
    with session_scope() as session:
        session.get_one(Survey, named.id).results_when = ResultsWhen.CLOSED
    assert taken(browser, cast, named, "xlsx").status_code == 404


@pytest.mark.parametrize("who", ["guardian", "teacher", "teacher_b", "pupil"])
def test_files_are_for_those_who_keep_the_survey(
    browser: TestClient, cast: Cast, named: Made, who: str
) -> None:
    for kind in ("xlsx", "csv", "json", "pdf"):
        assert taken(browser, cast, named, kind, who).status_code == 404


def test_few_anonymous_answers_give_a_file_without_figures(
    browser: TestClient, cast: Cast, secret: Made
) -> None:
    with session_scope() as session:
        kept = session.scalars(select(SurveyAnswer).where(SurveyAnswer.survey_id == secret.id)).all()
        for one in kept[4:]:
            session.delete(one)
    told = json.loads(taken(browser, cast, secret, "json").content)
    assert [table["title"] for table in told["tables"]] == ["Участие"]
    assert "Ответили меньше пяти" in " ".join(told["notes"])
