"""Printing: who is offered what, what is said of it, and that each offer's address gives a PDF."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.http.app import http_app
from ejournal.pages.papers.state import PapersState
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab


def opened(open_tab: OpenTab, member: str, address: str = "/papers") -> tuple[Tab, PapersState]:
    tab = open_tab(member, address)
    tab.send(PapersState.load)
    return tab, tab.state(PapersState)


def offers(state: PapersState) -> tuple[list[str], list[str]]:
    return [one.label for one in state.classes], [one.value for one in state.kinds]


def test_a_subject_teacher_is_offered_own_courses_alone(open_tab: OpenTab) -> None:
    _, state = opened(open_tab, "teacher")
    assert offers(state) == (["6 «Б»", "6 «В»"], ["course", "blank"])
    assert [one.label for one in state.courses] == ["Русский язык"]
    assert state.title == "Журнал одного предмета: Русский язык, 6 «Б»"


def test_a_substitute_is_offered_no_journal_in_which_others_lessons_stand(open_tab: OpenTab) -> None:
    _, state = opened(open_tab, "substitute")
    assert [one.label for one in state.courses] != ["Математика"]


def test_a_class_teacher_and_heads_are_offered_the_class(cast: Cast, open_tab: OpenTab) -> None:
    _, own = opened(open_tab, "class_teacher")
    assert offers(own) == (["6 «Б»"], ["journal", "summary", "report-cards", "letters", "course", "blank"])
    _, all_of_them = opened(open_tab, "deputy")
    assert offers(all_of_them)[0] == ["2 «А»", "6 «Б»", "6 «В»"]
    assert any("3 ученика" in words for words in own.facts)
    assert own.draft
    _, past = opened(open_tab, "class_teacher", "/papers?term=1")
    assert (past.term, past.draft) == ("1", False)


@pytest.mark.parametrize("kind", ["journal", "summary", "report-cards", "letters", "course", "blank"])
def test_what_is_offered_is_given(cast: Cast, open_tab: OpenTab, kind: str, tmp_path: Path) -> None:
    _, state = opened(open_tab, "class_teacher", f"/papers?class={cast.classes['6b'].id}&what={kind}&term=2")
    assert state.kind == kind
    with TestClient(http_app(tmp_path), base_url="http://testserver") as browser:
        browser.cookies.set(COOKIE, cast.token("class_teacher"))
        answer = browser.get(state.href)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")


def test_choices_keep_the_others_in_the_address(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = opened(open_tab, "class_teacher", "/papers?what=summary&term=1")
    assert (state.kind, state.term) == ("summary", "1")
    class_id, maths = cast.classes["6b"].id, cast.courses["maths"].id
    assert said(tab.send(PapersState.choose_term, term="year")) == [
        ("redirect", f"/papers?class={class_id}&what=summary&term=year")
    ]
    assert said(tab.send(PapersState.choose_course, course_id=str(maths))) == [
        ("redirect", f"/papers?class={class_id}&what=course&course={maths}&term=1")
    ]
    assert said(tab.send(PapersState.choose_kind, kind="letters")) == [
        ("redirect", f"/papers?class={class_id}&what=letters&term=1")
    ]
    _, chosen = opened(open_tab, "class_teacher", f"/papers?course={cast.courses['maths'].id}&term=year")
    assert (chosen.kind, chosen.term) == ("course", "year")
    assert chosen.href == f"/print/journal?course={cast.courses['maths'].id}&term=year"


def test_another_class_keeps_the_paper_where_it_may_be_printed(cast: Cast, open_tab: OpenTab) -> None:
    tab, _ = opened(open_tab, "deputy", f"/papers?class={cast.classes['6b'].id}&what=summary")
    other = str(cast.classes["6v"].id)
    (moved,) = said(tab.send(PapersState.choose_class, class_id=other))
    assert moved[1].startswith(f"/papers?class={other}&what=summary&")
    own, _ = opened(open_tab, "teacher", f"/papers?class={cast.classes['6b'].id}")
    (moved,) = said(own.send(PapersState.choose_class, class_id=other))
    assert moved[1].startswith(f"/papers?class={other}&what=course&")
