"""Reports of one's own on their page: what is chosen is drawn at once, kept, shared, copied, deleted."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.http.app import http_app
from ejournal.models import Opening, OpeningKind, OwnReport
from ejournal.pages.own_reports import rows
from ejournal.pages.own_reports.state import OwnReportsState
from tests.cast import Cast
from tests.infra.paper import text_of
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab
from tests.services.reports.reports_helpers import FIRST_TERM, set_term_marks

State = OwnReportsState


@pytest.fixture
def marked(cast: Cast) -> Cast:
    """The cast with the marks of the first term."""
    with session_scope() as session:
        set_term_marks(cast.taken_into(session), 1, FIRST_TERM)
    return cast


def opened(open_tab: OpenTab, who: str, address: str = "/reports/own") -> tuple[Tab, State]:
    tab = open_tab(who, address)
    tab.send(State.load)
    return tab, tab.state(State)


def shown(state: State) -> list[list[str]]:
    return [[one.title, *(cell.words for cell in one.cells)] for one in state.lines]


def test_what_is_chosen_is_drawn_at_once(marked: Cast, open_tab: OpenTab) -> None:
    tab, state = opened(open_tab, "deputy")
    assert [one.words for one in state.heads] == ["Класс", "Средний балл", "«2»", "«н/а»", "Пропущено, %"]
    assert shown(state)[1] == ["Зайцев Илья", "6 «Б»", "2,50", "1", "1", "–"]
    assert state.lines[1].href == f"/diary?child={marked.id_of('classmate')}"
    assert state.count == "4 строки"
    tab.send(State.choose_class, value="6.Б")
    tab.send(State.switch_column, key="fives")
    tab.send(State.switch_column, key="missed_share")
    tab.send(State.choose_order, value="-fives")
    assert [one[0] for one in shown(state)] == ["Лебедева Анна", "Зайцев Илья"]
    assert [one.words for one in state.heads][-1] == "«5»"
    tab.send(State.choose_bound_column, value="twos")
    assert (state.by, len(state.lines)) == ("twos", 2)
    tab.send(State.set_bound, value="1")
    assert [one[0] for one in shown(state)] == ["Зайцев Илья"]
    tab.send(State.set_bound, value="0")
    tab.send(State.choose_least, value="most")
    assert [one[0] for one in shown(state)] == ["Лебедева Анна"]
    tab.send(State.choose_bound_column, value="")
    assert (state.by, state.bound, len(state.lines)) == ("", "", 2)
    tab.send(State.choose_subject, value=str(marked.courses["maths"].subject_id))
    assert shown(state)[0] == ["Лебедева Анна", "6 «Б»", "5,00", "–", "–", "1"]
    tab.send(State.choose_rows, value="courses")
    assert state.first == "Предмет"
    assert shown(state) == [["Математика", "6 «Б»", "И. С. Котова", "2", "50,0", "50,0", "3,50"]]
    tab.send(State.choose_period, value=f"{marked.years['a'].id}.quarter.2")
    assert state.period.endswith("2")


def test_what_a_change_counts_from_and_what_a_year_has_not_is_said(marked: Cast, open_tab: OpenTab) -> None:
    tab, state = opened(open_tab, "deputy", "/reports/own?columns=average_change,lesson_marks")
    none = "Более раннего такого же периода нет, сравнить не с чем: Средний, изменение"
    assert state.notes == [none]
    tab.send(State.choose_period, value=f"{marked.years['a'].id}.quarter.2")
    assert state.notes == ["Средний, изменение: по сравнению с «I четверть 2026/2027»"]
    tab.send(State.choose_period, value=f"{marked.years['a'].id}.year")
    assert state.notes == ["Только за четверть или полугодие, не за год: Отметок за уроки", none]


def test_what_cannot_be_is_said_in_words(marked: Cast, open_tab: OpenTab) -> None:
    tab, state = opened(open_tab, "deputy", "/reports/own?columns=average")
    answers = tab.send(State.switch_column, key="average")
    assert said(answers) == [("error", "Выберите хотя бы одну колонку")]
    assert len(state.heads) == 1
    tab.send(State.choose_bound_column, value="average")
    tab.send(State.set_bound, value="много")
    assert state.errors["bound"] == "Нужно число"
    _, full = opened(open_tab, "deputy", "/reports/own?columns=" + ",".join(one.key for one in state.columns))
    assert len(full.heads) == 14
    tab, _ = opened(open_tab, "deputy", "/reports/own?columns=" + ",".join(one.key for one in state.columns))
    left = next(one.key for one in full.columns if not one.is_on)
    assert said(tab.send(State.switch_column, key=left)) == [
        ("error", "На листе помещается не больше 14 колонок")
    ]
    assert "Ни одна" not in full.count


def test_what_is_chosen_to_be_compared_waits_for_its_number(marked: Cast, open_tab: OpenTab) -> None:
    tab, state = opened(open_tab, "deputy")
    tab.send(State.choose_bound_column, value="twos")
    tab.send(State.choose_least, value="most")
    tab.send(State.choose_class, value="6")
    tab.send(State.choose_period, value=f"{marked.years['a'].id}.quarter.1")
    assert (state.by, state.least, len(state.lines)) == ("twos", "most", 3)
    tab.send(State.set_bound, value="0")
    assert [one[0] for one in shown(state)] == ["Лебедева Анна", "Никитина Вера"]
    tab.send(State.set_bound, value="")
    assert (state.by, state.least, len(state.lines)) == ("twos", "most", 3)
    tab.send(State.choose_rows, value="classes")
    assert (state.by, state.least) == ("", "least")
    tab.send(State.choose_bound_column, value="quality")
    tab.send(State.load)
    assert state.by == ""


def test_a_long_table_says_how_much_of_it_is_shown(
    marked: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_SHOWN", 3)
    _, state = opened(open_tab, "deputy")
    assert (len(state.lines), state.count) == (3, "4 строки, показаны первые 3: все есть в файлах")


def test_a_teacher_is_told_what_only_heads_see(marked: Cast, open_tab: OpenTab) -> None:
    _, state = opened(open_tab, "teacher", "/reports/own?rows=teachers&columns=courses,delay")
    assert state.notes == ["Только руководство видит: Дней до отметки"]
    assert shown(state) == [["П. И. Соколов", "2", "–"]]
    _, own = opened(open_tab, "teacher")
    assert {one.href for one in own.lines} == {""}


def test_a_report_is_kept_shared_copied_and_deleted(marked: Cast, open_tab: OpenTab) -> None:
    tab, state = opened(open_tab, "deputy", "/reports/own?rows=classes&columns=quality")
    tab.send(State.open_saving, as_new=True)
    tab.send(State.save, form={"title": " ", "audience": "teachers"})
    assert state.errors["title"] == "Назовите отчёт"
    assert state.asks.saving
    answers = tab.send(State.save, form={"title": "Качество", "audience": "class_teachers"})
    assert ("success", "Отчёт сохранён") in said(answers)
    [number] = _numbers()
    _, other = opened(open_tab, "class_teacher")
    assert [(one.title, one.note) for one in other.kept] == [("Качество", "Классы · Е. В. Громова")]
    reader, found = opened(open_tab, "class_teacher", f"/reports/own?id={number}")
    assert (found.title, found.is_own, shown(found)) == ("Качество", False, [["6 «Б»", "50,0"]])
    reader.send(State.open_saving, as_new=False)
    assert found.asks.as_new
    reader.send(State.save, form={"title": "Моё качество", "audience": "nobody"})
    assert [one.note for one in found.kept] == ["Классы", "Классы · Е. В. Громова"]
    owner, mine = opened(open_tab, "deputy", f"/reports/own?id={number}")
    assert [one.note for one in mine.kept] == ["Классы · Руководство и классные руководители"]
    owner.send(State.open_saving, as_new=False)
    assert not mine.asks.as_new
    owner.send(State.save, form={"title": "Качество по классам", "audience": "heads"})
    assert [one.title for one in mine.kept] == ["Качество по классам"]
    owner.send(State.ask_to_delete)
    assert mine.asks.deleting
    assert ("success", "Отчёт удалён") in said(owner.send(State.delete))
    assert number not in _numbers()


def _numbers() -> list[int]:
    with session_scope() as session:
        return [one.id or 0 for one in session.scalars(select(OwnReport))]


def test_the_file_is_the_table_under_its_name(marked: Cast, open_tab: OpenTab, tmp_path: Path) -> None:
    tab, state = opened(open_tab, "deputy")
    tab.send(State.open_saving, as_new=True)
    tab.send(State.save, form={"title": "Кому помочь", "audience": "nobody"})
    [number] = _numbers()
    client = TestClient(http_app(pages=tmp_path), base_url="http://localhost")
    client.cookies.set(COOKIE, marked.token("deputy"))
    text = text_of(client.get(f"/print/own-report.pdf?id={number}").content)
    assert "Кому помочь, I четверть 2026/2027" in text
    assert "Зайцев Илья" in text
    with session_scope() as session:
        noted = session.scalars(select(Opening).where(col(Opening.kind) == OpeningKind.CLASS_REPORT)).all()
        assert {one.subject_id for one in noted} == {marked.classes[name].id for name in ("2a", "6b", "6v")}
    unnamed = client.get(f"/print/own-report.pdf?{state.query}")
    assert "Свой отчёт, I четверть 2026/2027" in text_of(unnamed.content)
    assert client.get(f"/print/own-report.xlsx?{state.query}&id={number}").status_code == 200
