"""Marks of another journal on their page: understood, settled once for all rows, taken in, taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.http.app import http_app
from ejournal.integrations.kept import read_tables_anew
from ejournal.models import Mark, OutboxNotice
from ejournal.models.base import table
from ejournal.pages.marks_import.state import MarksImportState as State
from ejournal.services.marks_import.drafts import SHELF, busy
from tests.cast import DAY, Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab
from tests.services.journal_helpers import op, put
from tests.services.marks_files import grid, marks_list

OWN = "http://testserver"
ANNA, ILYA = "Лебедева Анна", "Зайцев Илья"
ABOUT = [["6Б"], ["Предмет: Матем."]]
DATA = grid(["16.11", "20.11"], {ANNA: [5, "54"], "Зайцев Илюша": [4, "н"]}, about=ABOUT, sums=())


def sent(
    cast: Cast, open_tab: OpenTab, files: Path, data: bytes = DATA, who: str = "deputy"
) -> tuple[Tab, State]:
    """The page of somebody with a file that was just sent and looked at."""
    file = files / "sent"
    file.write_bytes(data)
    read_tables_anew(file)
    with session_scope(writing=False) as session:
        SHELF.keep_file(session, cast.actor(who), file, "Выгрузка.xlsx")
    tab = open_tab(who, "/marks/import")
    tab.send(State.uploaded)
    tab.send(State.load)
    return tab, tab.state(State)


def do(tab: Tab, event: str, *args: object) -> State:
    """An event of the page, then the page loaded anew: what news would have shown."""
    tab.send(State.event_handlers[event], *args)
    tab.send(State.event_handlers["load"])
    return tab.state(State)


def marks() -> list[str]:
    with session_scope(writing=False) as session:
        return [one.value for one in session.scalars(select(Mark).order_by(table(Mark).c.id))]


def test_a_file_opens_at_its_questions_and_each_is_answered_once(
    cast: Cast, open_tab: OpenTab, files: Path
) -> None:
    tab, state = sent(cast, open_tab, files)
    assert (state.step, state.view, state.can_take, state.busy.kind) == ("check", "questions", False, "")
    assert [(one.title, one.count) for one in state.questions] == [("Матем.", "4 строки")]
    assert state.about.words == "таблица: ученики вниз, даты поперёк · 2 ученика · 16.11.2026–20.11.2026"
    tab.send(State.accept)
    assert state.stale
    state = do(tab, "check")
    assert {one.title for one in state.questions} == {"54", "6 «Б»: Зайцев Илюша"}
    tab.send(State.choose, "text|54", "5/4")
    state = do(tab, "choose", "pupil|6 «Б»: Зайцев Илюша", str(cast.id_of("classmate")))
    assert sorted(one.value for one in state.questions) == sorted(["5/4", str(cast.id_of("classmate"))])
    assert state.stale
    state = do(tab, "check")
    assert (state.questions, state.can_take) == ([], True)
    assert state.outcome.does == "Новых: 5, изменится: 0, без изменений: 0"
    state = do(tab, "take_in")
    assert (state.step, [(one.label, one.value) for one in state.facts]) == (
        "done",
        [("Отметки", "4"), ("Пропуски", "1")],
    )
    assert sorted(marks()) == ["4", "4", "5", "5"]
    with session_scope(writing=False) as session:
        assert session.scalar(select(func.count()).select_from(OutboxNotice)) == 0
    assert not SHELF.file_of(cast.actor("deputy")).exists(), "the file itself is kept no longer"
    tab.send(State.ask_undo)
    assert state.asked_undo
    tab.send(State.undo)
    state = tab.state(State)
    assert (state.busy.kind, state.undone) == ("undo", "")
    do(tab, "load")
    assert (marks(), state.step, state.last_file) == ([], "file", "")


def test_where_the_journal_says_otherwise_it_is_kept_until_somebody_decides(
    cast: Cast, open_tab: OpenTab, files: Path
) -> None:
    with session_scope() as session:
        put(cast.taken_into(session), op(cast, "3", day=DAY))
    tab, state = sent(cast, open_tab, files, marks_list(("6Б", ANNA, "Математика", "20.11.2026", "5")))
    assert (state.view, state.can_take) == ("differences", False)
    [one] = state.faults
    assert one.words == "В журнале здесь «3», в файле «5»: остаётся то, что в журнале"
    tab.send(State.decide, one.key, "take")
    assert state.faults[0].value == "take"
    assert do(tab, "check").can_take
    do(tab, "take_in")
    assert marks() == ["5"]


def test_a_column_a_table_and_a_cell_are_put_right_by_hand(
    cast: Cast, open_tab: OpenTab, files: Path
) -> None:
    data = grid(["16.11", "31.02"], {ANNA: [5, 4], ILYA: ["7", ""]}, about=[["Журнал"]], sums=())
    tab, state = sent(cast, open_tab, files, data)
    assert state.view == "faults"
    assert {one.words for one in state.faults} == {
        "«31.02» — не дата и не период: то, что под ним, не читается",
        "Нет класса",
        "Нет предмета",
    }
    tab.send(State.set_about, {"klass": "6Б", "subject": "Математика", "term": "", "teacher": ""})
    tab.send(State.set_meaning, "D", "nothing")
    state = do(tab, "check")
    assert [one.title for one in state.questions] == ["7"]
    tab.send(State.open_fault, "text|7")
    tab.send(State.fix, {"value": "2"})
    state = do(tab, "check")
    assert (state.questions, state.can_take) == ([], True)
    tab.send(State.choose_view, "notes")
    assert [one.words for one in state.faults] == ["Столбец «31.02» не читается"]
    do(tab, "take_in")
    assert sorted(marks()) == ["2", "5"]


def test_two_at_once_are_told_of_each_other_and_what_is_stale_is_not_taken(
    cast: Cast, open_tab: OpenTab, files: Path
) -> None:
    tab, state = sent(cast, open_tab, files, marks_list(("6Б", ANNA, "Математика", "20.11.2026", "5")))
    _, other = sent(cast, open_tab, files, marks_list(("6Б", ANNA, "Математика", "20.11.2026", "4")), "admin")
    assert other.others == "Громова Елена Викторовна тоже готовит файл с отметками: «Выгрузка.xlsx»"
    actor = cast.actor("admin")
    with SHELF.only_import(actor, "Орлов Дмитрий Павлович", busy):
        state = do(tab, "take_in")
        assert state.problem == (
            "Орлов Дмитрий Павлович сейчас загружает отметки из другого журнала. Дождитесь конца и проверьте "
            "свой файл ещё раз"
        )
        assert state.others == "Орлов Дмитрий Павлович сейчас загружает отметки из другого журнала"
    tab.send(State.set_meaning, "E", "nothing")
    words = "Сначала проверьте файл: станет видно, что изменится"
    assert said(tab.send(State.take_in)) == [("error", words)]
    turn = SHELF.claim_work(cast.actor("deputy"))
    [(kind, _)] = said(tab.send(State.check))
    turn.close()
    assert (kind, marks()) == ("error", [])


def test_what_somebody_touched_since_keeps_the_import(cast: Cast, open_tab: OpenTab, files: Path) -> None:
    tab, _ = sent(cast, open_tab, files, marks_list(("6Б", ANNA, "Математика", "20.11.2026", "5")))
    do(tab, "take_in")
    with session_scope() as session:
        put(cast.taken_into(session), op(cast, "4", day=DAY, base="5"))
    [(kind, words)] = said(tab.send(State.undo))
    assert (kind, words) == (
        "error",
        "Записанное из файла с тех пор меняли: Лебедева Анна Олеговна. Отменить загрузку целиком уже нельзя",
    )
    assert marks() == ["4"]


def test_too_many_marks_and_no_year_are_said_on_the_page(
    cast: Cast, open_tab: OpenTab, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.integrations.marks.reading.MOST_ENTRIES", 0)
    _, state = sent(cast, open_tab, files, marks_list(("6Б", ANNA, "Математика", "20.11.2026", "5")))
    assert state.problem == "Файл, где больше 0 отметок, не читается: разделите его"
    monkeypatch.setattr("ejournal.services.marks_import.importing.current_year", lambda *_: None)
    tab = open_tab("deputy", "/marks/import")
    tab.send(State.load)
    state = do(tab, "check")
    assert state.problem == "Сначала школе нужен учебный год: уроки стоят в нём"


@pytest.fixture
def http(cast: Cast, tmp_path: Path) -> Iterator[TestClient]:
    """A client of the HTTP side with the administrator's cookie."""
    with TestClient(http_app(tmp_path), base_url=OWN, headers={"Origin": OWN}) as client:
        client.cookies.set(COOKIE, cast.token("admin"))
        yield client


def test_the_upload_keeps_a_file_and_refuses_what_is_none_in_words(files: Path, http: TestClient) -> None:
    answer = http.post("/marks/import/file", content=DATA, headers={"X-File-Name": "a.xlsx"})
    assert (answer.status_code, answer.text) == (200, "ok")
    broken = http.post("/marks/import/file", content=b"PK\x03\x04", headers={"X-File-Name": "a.xlsx"})
    assert broken.status_code == 400
