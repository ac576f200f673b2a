"""The use of the journal on its page: the school in one sheet, a class with those who never came."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlmodel import col
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.http.app import http_app
from ejournal.models import AcademicYear, Account, Acknowledgement, Guardianship, Mark
from ejournal.pages.usage.state import UsageState
from tests.cast import DAY, Cast
from tests.infra.paper import text_of, words_outside
from tests.pages.conftest import OpenTab
from tests.services.reports.reports_helpers import give_marks


@pytest.fixture
def used(cast: Cast) -> Cast:
    """Лебедева came and acknowledged a week; a mark stands since the evening of its lesson."""
    with session_scope() as session:
        taken = cast.taken_into(session)
        came = update(Account).where(col(Account.id) == cast.accounts["guardian"].id)
        session.execute(came.values(last_seen_at=cast.made_at))
        monday, zone = DAY - timedelta(days=4), cast.made_at.tzinfo
        give_marks(taken, "russian", "pupil", "5", [monday])
        session.execute(update(Mark).values(created_at=datetime(2026, 11, 16, 17, tzinfo=zone)))
        session.add(
            Acknowledgement(
                school_id=cast.people["pupil"].school_id, pupil_id=cast.id_of("pupil"),
                guardian_id=cast.id_of("guardian"), week=monday,
                at=datetime(2026, 11, 19, 17, tzinfo=zone),
            )
        )  # fmt: skip
    return cast


def opened(open_tab: OpenTab, who: str, address: str = "/reports/use") -> UsageState:
    tab = open_tab(who, address)
    tab.send(UsageState.load)
    return tab.state(UsageState)


def test_a_head_reads_the_school_in_one_sheet(used: Cast, open_tab: OpenTab) -> None:
    state = opened(open_tab, "deputy")
    assert [one.label for one in state.class_choices] == ["Школа", "2 «А»", "6 «Б»", "6 «В»"]
    assert [(one.value, one.words) for one in state.figures] == [
        ("у 0 из 5", "учителей журналы заполнены"), ("100,0 %", "отметок вовремя"),
        ("0,0", "дн. от урока до отметки"),
        (state.figures[3].value, "семей были недавно"),
    ]  # fmt: skip
    assert state.facts[1].startswith("Отметки: 1 в день урока, 0 на следующий, 0 в течение трёх дней, 0 ")
    assert [one.title for one in state.classes] == ["2 «А»", "6 «Б»", "6 «В»", "Все"]
    assert state.classes[-1].href == ""
    assert state.classes[1].cells[:3] == ["3", "1", "1"]
    latest = state.weeks[0]
    assert (latest.title, latest.is_open, latest.acknowledging) == (
        "16–22\N{NO-BREAK SPACE}ноября",
        True,
        "1",
    )
    idle = [one.title for one in state.parts if one.is_idle]
    assert "Похвала и замечания" in idle
    used_ones = {one.title: (one.times, one.last) for one in state.parts if not one.is_idle}
    assert used_ones["Дневники с отметкой «ознакомлен»"] == ("1", "19\N{NO-BREAK SPACE}ноября")
    assert len(state.notes) == 5
    assert state.notes[0].startswith("Семьи: на 20.11.2026")
    assert state.notes[-1].startswith("Здесь не посчитано, какие страницы и отчёты открывали")
    assert state.never == []


def test_a_class_teacher_reads_the_own_class_and_whom_to_invite(used: Cast, open_tab: OpenTab) -> None:
    state = opened(open_tab, "class_teacher")
    assert (state.class_id, state.subtitle) == (str(used.classes["6b"].id), "6 «Б»")
    assert state.figures[0].words == "семей, откуда кто-то приходил"
    assert state.figures[0].value == "1 из 3"
    assert [(one.pupil, [*one.guardians]) for one in state.never] == [
        ("Зайцев Илья Андреевич", ["Зайцев Андрей Юрьевич: вход есть, ещё не входили"]),
        ("Петров Глеб Маратович", []),
    ]
    assert state.gives_codes


def test_before_the_first_year_there_is_nothing(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        later = {"starts": DAY + timedelta(300), "ends": DAY + timedelta(600)}
        session.execute(update(AcademicYear).values(**later))
    assert opened(open_tab, "director").query == ""


def test_what_is_shown_is_given_as_paper_and_as_a_spreadsheet(used: Cast, tmp_path: Path) -> None:
    client = TestClient(http_app(pages=tmp_path), base_url="http://localhost")
    client.cookies.set(COOKIE, used.token("deputy"))
    paper = client.get("/print/use.pdf")
    text = " ".join(text_of(paper.content).split())
    assert "Как пользуются журналом, II четверть 2026/2027" in text
    assert "Похвала и замечания" in text
    assert words_outside(paper.content) == []
    assert client.get("/print/use.xlsx").status_code == 200


def test_without_marks_and_families_it_says_so(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        session.execute(delete(Guardianship))
    state = opened(open_tab, "deputy")
    assert "За этот период отметок не вносили" in state.facts
    assert state.figures[1].value == "–"
    assert state.figures[3].value == "0 из 5"
