"""Printing: who is offered what, what is said of it, and that each offer's address gives a PDF."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.http.app import http_app
from ejournal.pages.papers.state import PapersState
from ejournal.settings import settings
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab
from tests.services.reports.reports_helpers import FIRST_TERM, set_term_marks

OWN = "http://testserver"
OF_CLASS = (
    *("journal", "summary", "report-cards", "letters"),
    *("class-list", "contacts", "health-sheet", "circles", "acknowledgements", "diary"),
)


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
    assert offers(own) == (["6 «Б»"], [*OF_CLASS, "course", "blank"])
    _, all_of_them = opened(open_tab, "deputy")
    assert offers(all_of_them)[0] == ["2 «А»", "6 «Б»", "6 «В»"]
    assert any("3 ученика" in words for words in own.facts)
    assert own.draft
    _, past = opened(open_tab, "class_teacher", "/papers?term=1")
    assert (past.term, past.draft) == ("1", False)


@pytest.mark.parametrize("kind", [*OF_CLASS, "course", "blank"])
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


def issue(cast: Cast, folder: Path, member: str, address: str) -> str:
    """Issue the paper as a browser does; its number."""
    with TestClient(http_app(folder), base_url=OWN, headers={"Origin": OWN}) as browser:
        browser.cookies.set(COOKIE, cast.token(member))
        answer = browser.post(address)
    assert answer.status_code == 200, answer.text
    return answer.headers["content-disposition"].rpartition(".pdf")[0][-len("26-7KC4-MX29-TPH3") :]


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings(), "data_folder", tmp_path / "data")
    return tmp_path


@pytest.mark.usefixtures("own_data")
def test_what_was_issued_is_listed_for_those_who_may_print_it(
    cast: Cast, open_tab: OpenTab, tmp_path: Path
) -> None:
    class_id, russian = cast.classes["6b"].id, cast.courses["russian"].id
    first = issue(cast, tmp_path, "class_teacher", f"/print/summary?class={class_id}&term=1")
    last = issue(cast, tmp_path, "deputy", f"/print/summary?class={class_id}&term=1")
    pupil = cast.id_of("pupil")
    issue(cast, tmp_path, "deputy", f"/print/report-cards?class={class_id}&pupil={pupil}&term=1")
    own = issue(cast, tmp_path, "teacher", f"/print/journal?course={russian}&term=1")
    _, state = opened(open_tab, "class_teacher", "/papers?term=1")
    assert state.issues
    card, second, one = [row for row in state.issued if row.number != own]
    assert (second.number, second.replaced, second.differs) == (last, False, "Отличий нет")
    assert (one.number, one.replaced, one.differs) == (first, False, "Первая выдача")
    assert card.title.startswith("Табель одного ученика, 6 «Б», Лебедева Анна")
    assert "Е. В. Громова" in second.about or "Громова" in second.about
    tab, state = opened(open_tab, "teacher", "/papers?term=1")
    assert [row.number for row in state.issued] == [own]
    _, other = opened(open_tab, "substitute", "/papers?term=1")
    assert other.issued == []
    tab, state = opened(open_tab, "deputy", f"/papers?class={cast.classes['6v'].id}&term=1")
    assert state.issued == []
    tab.send(PapersState.choose_whose, whose="all")
    assert len(tab.state(PapersState).issued) == 4


@pytest.mark.usefixtures("own_data")
def test_the_list_and_the_page_of_a_paper_agree_on_what_is_out_of_date(
    cast: Cast, open_tab: OpenTab, tmp_path: Path
) -> None:
    address = f"/print/summary?class={cast.classes['6b'].id}&term=1"
    numbers = [issue(cast, tmp_path, "deputy", address) for _ in range(2)]
    with session_scope() as session:
        set_term_marks(cast.taken_into(session), 1, FIRST_TERM)
    numbers.append(issue(cast, tmp_path, "deputy", address))
    _, state = opened(open_tab, "class_teacher", "/papers?term=1")
    told = {row.number: row.replaced for row in state.issued}
    assert [told[number] for number in numbers] == [True, True, False]
    with TestClient(http_app(tmp_path), base_url=OWN) as browser:
        pages = {number: browser.get(f"/d/{number}").text for number in numbers}
    assert {number: "Устарел" in page for number, page in pages.items()} == told


@pytest.mark.usefixtures("own_data")
def test_of_many_papers_the_latest_are_listed_first(
    cast: Cast, open_tab: OpenTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.pages.papers.state.PAGE", 1)
    address = f"/print/summary?class={cast.classes['6b'].id}&term=1"
    numbers = [issue(cast, tmp_path, "deputy", address) for _ in range(3)]
    tab, state = opened(open_tab, "class_teacher", "/papers?term=1")
    assert ([row.number for row in state.issued], state.has_more) == ([numbers[2]], True)
    tab.send(PapersState.list_more)
    tab.send(PapersState.list_more)
    state = tab.state(PapersState)
    assert ([row.number for row in state.issued], state.has_more) == (numbers[::-1], False)


@pytest.mark.usefixtures("own_data")
def test_what_cannot_be_signed_is_said_before_anything_is_pressed(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "signing_file", "/absent/school.p12")
    _, state = opened(open_tab, "class_teacher", "/papers?term=1")
    assert "Файл сертификата школы school.p12 не читается" in state.trouble
    _, blank = opened(open_tab, "class_teacher", "/papers?what=blank&term=1")
    assert not blank.issues
