"""Printing the whole school and its archive: who sees it, how far it is told to be, what came of it."""

from pathlib import Path

import pytest
from sqlalchemy import update

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import PaperRun, PaperRunState, Person, SchoolSettings
from ejournal.models.base import table
from ejournal.pages.papers.archive_state import ArchiveState
from ejournal.pages.papers.school_state import SchoolPapersState
from ejournal.printouts.school import making as maker
from ejournal.printouts.school.making import make_run
from ejournal.services.base.topics import papers_topic
from ejournal.services.papers.whole import making, runs
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab
from tests.printouts.school.test_making import fails_at

pytestmark = pytest.mark.usefixtures("files")


def opened(open_tab: OpenTab, member: str = "deputy") -> tuple[Tab, SchoolPapersState]:
    tab = open_tab(member, "/papers")
    tab.send(SchoolPapersState.load)
    return tab, tab.state(SchoolPapersState)


def begun(open_tab: OpenTab) -> tuple[Tab, SchoolPapersState, int]:
    tab, state = opened(open_tab)
    assert said(tab.send(SchoolPapersState.begin)) == []
    with session_scope(writing=False) as session:
        return tab, state, session.scalars(table(PaperRun).select()).one()


def shown_after(tab: Tab) -> SchoolPapersState:
    tab.send(SchoolPapersState.load)
    return tab.state(SchoolPapersState)


def test_heads_alone_are_offered_the_whole_school(open_tab: OpenTab) -> None:
    assert [opened(open_tab, name)[1].may_print_all for name in ("deputy", "director")] == [True, True]
    assert [opened(open_tab, name)[1].may_print_all for name in ("class_teacher", "teacher")] == [
        False,
        False,
    ]


def test_what_is_chosen_is_begun_and_told_to_others(cast: Cast, open_tab: OpenTab, told: News) -> None:
    tab, state = opened(open_tab)
    assert (state.period, [one.value for one in state.periods]) == ("2", ["1", "2", "3", "4", "year"])
    tab.send(SchoolPapersState.choose_period, period="1")
    tab.send(SchoolPapersState.choose_period, period="9")
    tab.send(SchoolPapersState.choose_paper, kind="summary", on=True)
    tab.send(SchoolPapersState.choose_paper, kind="letters", on=True)
    tab.send(SchoolPapersState.choose_layout, layout="booklet")
    tab.send(SchoolPapersState.begin)
    assert state.run.title == "Классный журнал, Сводная ведомость, I четверть, Брошюра A3"
    assert (state.run.state, state.run.total, state.run.done) == ("running", 6, 0)
    assert state.run.begun.startswith("начато: Громова Елена")
    assert state.run.now == "2 «А» в работе, сделано 0 из 6"
    assert papers_topic(cast.schools["a"].id or 0) in {topic for topic, _ in told}
    other, _ = opened(open_tab, "director")
    words = said(other.send(SchoolPapersState.begin))[0][1]
    assert words.startswith("Бумаги всей школы сейчас делает Громова Елена")


def test_what_is_left_is_told_by_what_was_made(open_tab: OpenTab) -> None:
    tab, _, run_id = begun(open_tab)
    for took_ms, words in ((90_000, "осталось примерно 3 минуты"), (20_000, "осталось меньше минуты")):
        with session_scope() as session:
            job = making.next_job(session, run_id, "me")
            assert job is not None
            making.note_made(session, job.part_id, making.Made(took_ms, 12, 1, ""))
        assert shown_after(tab).run.left == words
    with session_scope() as session:
        job = making.next_job(session, run_id, "me")
        assert job is not None
        making.note_made(session, job.part_id, making.Made(1000, 12, 1, ""))
    assert shown_after(tab).run.now == "Файлы собираются вместе"


def test_stopped_and_gone_on_with(open_tab: OpenTab) -> None:
    tab, state, run_id = begun(open_tab)
    tab.send(SchoolPapersState.stop)
    assert state.run.now == "Остановится, когда будет готов класс, который сейчас в работе"
    make_run(run_id)
    assert shown_after(tab).run.now == "Остановлено: сделано 0 из 3"
    assert state.run.can_go_on
    tab.send(SchoolPapersState.go_on)
    assert state.run.state == "running"
    make_run(run_id)
    assert shown_after(tab).run.state == "done"
    assert (state.run.zip_href, state.run.pdf_href) == ("/print/school.zip", "/print/school.pdf")
    assert state.run.zip_words.startswith("Файл на каждый класс, zip, 0,")
    assert state.run.now.startswith("сделано 3 из 3, ")
    assert state.run.kept.startswith("Хранится до ")
    assert not state.run.can_go_on
    tab.send(SchoolPapersState.ask_to_throw_away, asks=True)
    assert state.asks_to_throw_away
    tab.send(SchoolPapersState.throw_away)
    assert (state.run.state, state.asks_to_throw_away) == ("", False)


def test_what_went_wrong_is_told_in_words(open_tab: OpenTab) -> None:
    tab, state, run_id = begun(open_tab)
    with session_scope() as session:
        for fault in (
            {"message": maker.BROKEN, "params": {"code": "1f2e"}},
            {"message": making.FATAL, "params": {"n": 3}},
        ):
            job = making.next_job(session, run_id, "me")
            assert job is not None
            making.note_fault(session, job.part_id, fault)
        making.note_halted(session, run_id, {"message": making.NO_ROOM, "params": {}})
        row = session.get_one(PaperRun, run_id)
        row.left_out = ["10 «А»"]
        session.add(row)
    assert shown_after(tab).run.problem.startswith("На диске сервера нет места. Что уже сделано, хранится")
    assert state.faults == [
        "2 «А», Классный журнал: Что-то пошло не так. Сообщите администратору код 1f2e",
        "6 «Б», Классный журнал: Работа над ней обрывала программу 3 раза. Сообщите администратору",
        "В это время не заканчивается ни один их период: 10 «А»",
    ]
    assert state.run.now == "сделано 0 из 3"
    with session_scope() as session:
        row = session.get_one(PaperRun, run_id)
        row.problem = {"message": maker.NOTHING, "params": {}}
        session.add(row)
    assert shown_after(tab).run.problem == "Ни одной бумаги сделать не удалось"
    with session_scope() as session:
        row = session.get_one(PaperRun, run_id)
        row.problem = {"message": making.END_FATAL, "params": {"n": 3}}
        session.add(row)
    assert shown_after(tab).run.problem.startswith("Сборка бумаг обрывала программу 3 раза")


def test_what_is_over_is_laid_into_the_archive_and_listed(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab("deputy", "/papers/archive")
    tab.send(ArchiveState.load)
    state = tab.state(ArchiveState)
    assert (state.period, [one.value for one in state.periods], state.lines) == ("1", ["1"], [])
    tab.send(ArchiveState.choose_period, period="2")
    assert state.period == "1"
    tab.send(ArchiveState.lay_in)
    with session_scope(writing=False) as session:
        run = session.scalars(table(PaperRun).select()).one()
    make_run(run)
    tab.send(ArchiveState.load)
    assert [one.what for one in state.lines][:2] == ["2 «А», Классный журнал", "2 «А», Сводная ведомость"]
    first = state.lines[0]
    assert (first.term, first.kept) == ("I четверть, 2026/2027", "31.05.2032")
    assert "Е. В. Громова" in first.archived
    assert len(first.fingerprint) == 16
    assert [(one.words, one.href) for one in state.acts] == [("I четверть, 2026/2027", first.act)]
    assert state.run.state == PaperRunState.DONE
    tab.send(ArchiveState.show_more)
    assert not state.more
    assert state.run.now == "В архив сдано 6"
    with session_scope() as session:
        session.execute(update(SchoolSettings).values(journal_kept_years=10, summary_kept_years=30))
    tab.send(ArchiveState.load)
    assert [one.kept for one in state.lines][:2] == ["31.05.2037", "31.05.2057"]


def test_what_lies_in_the_archive_as_it_is_is_told(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab("deputy", "/papers/archive")
    tab.send(ArchiveState.load)
    told = []
    for last_name in ("", "", "Другая"):
        if last_name:
            with session_scope() as session:
                session.get_one(Person, cast.id_of("pupil")).last_name = last_name
        tab.send(ArchiveState.lay_in)
        with session_scope(writing=False) as session:
            run = session.scalars(table(PaperRun).select()).one()
        make_run(run)
        tab.send(ArchiveState.load)
        told.append(tab.state(ArchiveState).run.now)
    assert told == [
        "В архив сдано 6",
        "6 уже лежат там, с тех пор в них ничего не изменилось",
        "В архив сданы 2, 4 уже лежат там, с тех пор в них ничего не изменилось",
    ]


def test_what_could_not_be_laid_into_the_archive_is_told_with_what_to_do(
    open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = open_tab("deputy", "/papers/archive")
    tab.send(ArchiveState.load)
    tab.send(ArchiveState.lay_in)
    with session_scope() as session:
        run_id = session.scalars(table(PaperRun).select()).one()
        session.get_one(PaperRun, run_id).left_out = ["10 «А»"]
    fails_at(monkeypatch, "6 «Б»", ZeroDivisionError())
    make_run(run_id)
    tab.send(ArchiveState.load)
    state = tab.state(ArchiveState)
    assert state.faults[2:] == [
        "Остальное уже в архиве. «Продолжить» в печати сдаст только недостающее, ничего не повторяя",
        "Не сдаются: их период тогда не заканчивается или ещё не закончился: 10 «А»",
    ]
    assert (len(state.lines), state.run.can_go_on) == (4, True)
    other, printing = opened(open_tab)
    assert (printing.run.is_archived, printing.run.can_go_on, printing.run.kept) == (True, True, "")
    other.send(SchoolPapersState.go_on)
    assert (printing.run.is_archived, printing.run.state) == (False, PaperRunState.RUNNING)


def test_the_archive_tells_nothing_of_other_works_that_are_over(open_tab: OpenTab) -> None:
    _, _, run_id = begun(open_tab)
    with session_scope() as session:
        job = making.next_job(session, run_id, "me")
        assert job is not None
        making.note_fault(session, job.part_id, {"message": maker.NOTHING, "params": {}})
    tab = open_tab("deputy", "/papers/archive")
    tab.send(ArchiveState.load)
    assert tab.state(ArchiveState).run.state == PaperRunState.RUNNING
    with session_scope() as session:
        making.note_halted(session, run_id, {"message": making.NO_ROOM, "params": {}})
    tab.send(ArchiveState.load)
    state = tab.state(ArchiveState)
    assert (state.run.problem, state.run.can_go_on, state.faults) == ("", False, [])


def test_what_still_goes_on_is_not_laid_into_the_archive(open_tab: OpenTab) -> None:
    tab = open_tab("deputy", "/papers/archive")
    tab.send(ArchiveState.load)
    for period in ("2", ""):
        tab.state(ArchiveState).period = period
        assert said(tab.send(ArchiveState.lay_in))[0][1] == (
            "В архив сдают только четверть или год, которые закончились"
        )


def test_a_changed_archive_is_a_fault_of_the_check(
    open_tab: OpenTab, cast: Cast, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ejournal.__main__ import main

    with session_scope() as session:
        run_id = runs.begin(session, cast.actor("deputy"), runs.Wish(1, archives=True), "ru", clock.now())
    make_run(run_id)
    main(["check"])
    assert "archive, number" not in capsys.readouterr().out
    next(files.glob("archive/*/*.pdf")).unlink()
    assert main(["check"]) == 1
    assert "is not in the archive any more" in capsys.readouterr().out
