"""The journal's page: what is answered to a teacher's hand, and what other open journals are told."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from ejournal import clock, limits
from ejournal.database import session_scope
from ejournal.i18n import gettext
from ejournal.models import Course, Lesson, Mark, Remark, RemarkTone, ScaleKind, SchoolSettings
from ejournal.pages.journal.remark_state import RemarkState
from ejournal.pages.journal.state import JournalState
from ejournal.services.base.topics import bell_topic, course_topic, pupil_topic
from ejournal.services.grading.scales import grammar, scale_of
from ejournal.services.journal.remarks import add_remark
from ejournal.ui.components.sheet import sheet_words
from ejournal.ui.runtime.transaction import transact
from tests.cast import DAY, Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab
from tests.services.journal_helpers import join_classes


def open_journal(
    cast: Cast, open_tab: OpenTab, member: str = "class_teacher", course: str = "maths", term: str = "2"
) -> tuple[Tab, JournalState]:
    """A course's journal opened by a member of the cast."""
    tab = open_tab(member, f"/journal?course={cast.courses[course].id}&term={term}")
    tab.send(JournalState.load)
    return tab, tab.state(JournalState)


def op(cast: Cast, text: str, pupil: str = "pupil", lesson: str = "maths", **more: Any) -> dict[str, Any]:
    """An entry as the sheet sends it."""
    return {
        "id": f"{pupil}-{text}",
        "p": f"P{cast.id_of(pupil)}",
        "c": f"L{cast.lessons[lesson].id}",
        "v": text,
        **more,
    }


def row(state: JournalState, cast: Cast, pupil: str) -> dict[str, Any]:
    """A pupil's row of the sheet."""
    found: dict[str, Any] = next(one for one in state.sheet["rows"] if one["id"] == f"P{cast.id_of(pupil)}")
    return found


def words(text: str) -> dict[str, str]:
    """The form of a remark."""
    return {"remark_text": text}


def marks() -> list[tuple[str, str]]:
    """Value and comment of every mark that stands."""
    with session_scope(writing=False) as session:
        return sorted((one.value, one.comment) for one in session.scalars(select(Mark)))


def test_the_address_opens_the_journal_and_its_title_says_which(cast: Cast, open_tab: OpenTab) -> None:
    _, state = open_journal(cast, open_tab)
    assert state.title == "Математика, 6 «Б»"
    assert state.subtitle.startswith("II четверть · ")
    assert [one.label for one in state.terms][-1] == "Год"
    assert state.sheet["key"] == f"{cast.courses['maths'].id}:2"
    assert not state.sheet["read_only"]


def test_a_lesson_of_an_earlier_term_opens_in_its_own(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        now = cast.lesson("maths", DAY)
        earlier = Lesson(
            school_id=now.school_id, course_id=now.course_id, teacher_id=now.teacher_id,
            day=date(2026, 10, 19), number=2,
        )  # fmt: skip
        session.add(earlier)
        session.flush()
        lesson_id = earlier.id
    tab = open_tab("deputy", f"/journal?course={cast.courses['maths'].id}&lesson=L{lesson_id}")
    tab.send(JournalState.load)
    state = tab.state(JournalState)
    assert (state.term, state.lesson.id) == ("1", f"L{lesson_id}")
    for nothing in ("L999999", "Lx", "x", str(cast.lesson("maths_b", DAY).id)):
        tab.go(f"/journal?course={cast.courses['maths'].id}&lesson={nothing}")
        tab.send(JournalState.load)
        assert state.term == "2"


def test_without_an_address_the_journal_of_the_next_lesson_opens(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("teacher", "/journal")
    tab.send(JournalState.load)
    assert tab.state(JournalState).title.startswith("Русский язык")


def test_another_choice_changes_the_address(cast: Cast, open_tab: OpenTab) -> None:
    tab, _ = open_journal(cast, open_tab)
    course = cast.courses["maths"].id
    assert said(tab.send(JournalState.choose_term, "year")) == [
        ("redirect", f"/journal?course={course}&term=year")
    ]
    assert said(tab.send(JournalState.choose_class, "nonsense"))[0][0] == "error"


def test_a_mark_is_answered_and_told_to_journals_and_diaries(
    cast: Cast, open_tab: OpenTab, told: News
) -> None:
    tab, state = open_journal(cast, open_tab)
    tab.send(JournalState.put, [op(cast, "5", base="")])
    assert state.patch["results"] == [{"id": "pupil-5", "ok": True, "cell": "5"}]
    assert state.patch["rows"][0]["average"] == "5,00"
    topics = [topic for topic, _ in told]
    assert topics[:2] == [course_topic(cast.courses["maths"].id or 0), pupil_topic(cast.id_of("pupil"))]
    assert set(topics[2:]) == {bell_topic(cast.id_of(name)) for name in ("pupil", "guardian")}


def test_another_open_journal_shows_the_mark_in_its_own_language(
    cast: Cast, open_tab: OpenTab, told: News
) -> None:
    writer, _ = open_journal(cast, open_tab)
    reader, state = open_journal(cast, open_tab, "deputy")
    state.locale = "en"
    writer.send(JournalState.put, [op(cast, "5"), op(cast, "4", "classmate")])
    topic, news = told[0]
    transact(state, lambda work: state._live(work, topic, news), False)
    assert {(one["p"], one["v"]) for one in state.patch["cells"]} == {
        (f"P{cast.id_of('pupil')}", "5"),
        (f"P{cast.id_of('classmate')}", "4"),
    }
    assert {one["average"] for one in state.patch["rows"]} == {"5.00", "4.00"}
    assert reader.state(JournalState).sheet["read_only"]


def test_an_open_journal_of_own_pupils_hears_nothing_of_the_others(
    cast: Cast, open_tab: OpenTab, told: News
) -> None:
    with session_scope() as session:
        join_classes(session, cast)
    writer, _ = open_journal(cast, open_tab, "teacher_parent", "english1")
    _, state = open_journal(cast, open_tab, "class_teacher", "english1")
    entries = [op(cast, value, who, "english1") for who, value in (("pupil", "5"), ("other_pupil", "2"))]
    writer.send(JournalState.put, entries)
    topic, news = told[0]
    transact(state, lambda work: state._live(work, topic, news), False)
    assert [one["id"] for one in state.sheet["rows"]] == [f"P{cast.id_of('pupil')}"]
    assert "5,0" in [one["average"] for one in state.sheet["foot"]]
    assert state.patch == {}


def test_a_journal_of_another_term_takes_no_average_from_this_one(
    cast: Cast, open_tab: OpenTab, told: News
) -> None:
    writer, _ = open_journal(cast, open_tab)
    _, state = open_journal(cast, open_tab, "deputy", term="1")
    writer.send(JournalState.put, [op(cast, "5")])
    topic, news = told[0]
    transact(state, lambda work: state._live(work, topic, news), False)
    assert (state.patch["cells"], state.patch["rows"]) == ([], [])


def test_a_substitute_is_shown_and_told_of_the_substituted_lesson_only(
    cast: Cast, open_tab: OpenTab, told: News
) -> None:
    writer, _ = open_journal(cast, open_tab)
    _, state = open_journal(cast, open_tab, "substitute")
    assert [one["id"] for one in state.sheet["columns"]] == [f"L{cast.lessons['maths_substituted'].id}"]
    writer.send(JournalState.put, [op(cast, "5")])
    topic, news = told[0]
    transact(state, lambda work: state._live(work, topic, news), False)
    assert (state.patch["cells"], state.patch["rows"], state.patch["foot"]) == ([], [], [])


def test_every_entry_of_a_refused_batch_is_answered_by_itself(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_journal(cast, open_tab)
    foreign = op(cast, "5", lesson="maths_b") | {"id": "a"}
    broken = {"id": "b", "p": "P1", "c": "Lx", "v": "5"}
    assert tab.send(JournalState.put, [foreign, broken]) == []
    assert sorted((one["id"], one["ok"]) for one in state.patch["results"]) == [("a", False), ("b", False)]
    assert all(one["error"] for one in state.patch["results"])
    assert marks() == []


def test_a_good_entry_stands_beside_a_refused_one(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_journal(cast, open_tab)
    tab.send(JournalState.put, [op(cast, "7"), op(cast, "4", "classmate", comment="верно", slot=1)])
    assert {one["id"]: one["ok"] for one in state.patch["results"]} == {
        "pupil-7": False,
        "classmate-4": True,
    }
    assert marks() == [("4", "верно")]


def test_a_conflict_names_who_was_first(cast: Cast, open_tab: OpenTab) -> None:
    first, _ = open_journal(cast, open_tab)
    second, state = open_journal(cast, open_tab)
    first.send(JournalState.put, [op(cast, "5", base="")])
    second.send(JournalState.put, [op(cast, "3", base="")])
    [answer] = state.patch["results"]
    assert (answer["ok"], answer["conflict"], answer["cell"]) == (False, True, "5")
    assert "Котова" in answer["who"]


def test_a_term_mark_is_set_in_its_column(cast: Cast, open_tab: OpenTab, told: News) -> None:
    tab, state = open_journal(cast, open_tab)
    entry = {"id": "t", "p": f"P{cast.id_of('pupil')}", "c": "T2", "v": "4", "base": ""}
    tab.send(JournalState.put, [entry])
    assert state.patch["results"][0]["ok"]
    assert state.patch["rows"][0]["terms"] == ["4"]


def test_a_term_mark_of_another_teacher_s_course_is_refused(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_journal(cast, open_tab, "class_teacher", "russian")
    entry = {"id": "t", "p": f"P{cast.id_of('pupil')}", "c": "T2", "v": "4", "base": ""}
    tab.send(JournalState.put, [entry])
    assert [(one["id"], one["ok"]) for one in state.patch["results"]] == [("t", False)]


def test_everybody_may_be_given_one_mark_of_the_scale(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_journal(cast, open_tab)
    assert state.fill_marks == ["5", "4", "3", "2"]
    tab.send(JournalState.choose_lesson, f"L{cast.lessons['maths'].id}")
    tab.send(JournalState.fill_column, "5")
    command = state.command | {"seq": 0}
    assert command == {"seq": 0, "name": "fill", "column": f"L{cast.lessons['maths'].id}", "value": "5"}
    assert said(tab.send(JournalState.fill_column, "99"))[0][0] == "error"


def test_details_tell_kind_comment_and_history(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_journal(cast, open_tab)
    tab.send(JournalState.put, [op(cast, "4")])
    tab.send(JournalState.put, [op(cast, "5", comment="исправлено")])
    tab.send(JournalState.open_cell, f"P{cast.id_of('pupil')}", f"L{cast.lessons['maths'].id}")
    assert state.detail["marks"][0]["comment"] == "исправлено"
    assert [line["text"].split(" · ")[0] for line in state.detail["lines"]] == ["4 → 5", "пусто → 4"]


def test_topic_and_homework_are_kept_and_told(cast: Cast, open_tab: OpenTab, told: News) -> None:
    tab, state = open_journal(cast, open_tab)
    column = f"L{cast.lessons['maths'].id}"
    tab.send(JournalState.choose_lesson, column)
    tab.send(JournalState.set_topic, column, "Дроби")
    tab.send(JournalState.set_homework, column, "№ 412")
    assert (state.lesson.topic, state.lesson.homework, state.lesson_saved) == ("Дроби", "№ 412", True)
    with session_scope(writing=False) as session:
        assert session.get_one(Lesson, cast.lessons["maths"].id).topic == "Дроби"
    assert pupil_topic(cast.id_of("pupil")) in [topic for topic, _ in told]


def test_minutes_that_are_no_number_are_refused_by_the_field(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_journal(cast, open_tab)
    column = f"L{cast.lessons['maths'].id}"
    assert tab.send(JournalState.set_minutes, column, "много") == []
    assert state.errors == {"homework_minutes": "Укажите минуты числом до 300"}
    tab.send(JournalState.set_minutes, column, "40")
    assert state.errors == {}


def test_what_another_wrote_meanwhile_is_not_written_over(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_journal(cast, open_tab)
    column = f"L{cast.lessons['maths'].id}"
    tab.send(JournalState.set_topic, column, "Дроби", "")
    tab.send(JournalState.set_topic, column, "Проценты", "")
    assert (state.lesson.topic, state.overtaken["draft"], state.overtaken["base"]) == (
        "Дроби",
        f"topic:{column}",
        "",
    )
    tab.send(JournalState.put_waiting, column, "topic", "Проценты", "Что-то ещё")
    assert (state.lesson.topic, state.refused) == ("Дроби", {})
    tab.send(JournalState.put_waiting, column, "topic", "Проценты", "Дроби")
    assert [one.topic for one in state.lines if one.id == column] == ["Проценты"]
    tab.send(JournalState.set_topic, column, "Проценты", "Дроби")  # the answer was lost: it is there already
    assert state.overtaken["seq"] == 1


def test_what_had_waited_and_is_refused_says_why(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_journal(cast, open_tab)
    column = f"L{cast.lessons['maths'].id}"
    for name, value, error in (
        ("homework_minutes", "много", "Укажите минуты числом до 300"),
        ("status", "x", "Не найдено. Возможно, запись перенесли или удалили: обновите страницу"),
    ):
        tab.send(JournalState.put_waiting, column, name, value, "")
        assert (state.refused["draft"], state.refused["error"]) == (f"{name}:{column}", error)


def test_a_remark_needs_words_and_reaches_the_family(cast: Cast, open_tab: OpenTab, told: News) -> None:
    tab, state = open_journal(cast, open_tab)
    tab.send(JournalState.choose_lesson, f"L{cast.lessons['maths'].id}")
    tab.send(RemarkState.open_remark)
    tab.send(RemarkState.choose_remark_pupil, str(cast.id_of("pupil")))
    tab.send(RemarkState.save_remark, {})
    assert state.errors == {"text": "Заполните это поле"}
    assert tab.state(RemarkState).remark_open
    assert said(tab.send(RemarkState.save_remark, words("Отлично отвечала")))[-1][0] == "success"
    with session_scope(writing=False) as session:
        assert [one.text for one in session.scalars(select(Remark))] == ["Отлично отвечала"]
    assert pupil_topic(cast.id_of("pupil")) in [topic for topic, _ in told]
    assert [(one.pupil, one.text, one.praise) for one in state.remarks] == [
        ("Лебедева Анна", "Отлично отвечала", True)
    ]


def test_a_remark_is_taken_back_and_other_open_journals_see_it_go(
    cast: Cast, open_tab: OpenTab, told: News
) -> None:
    lesson = cast.lessons["maths"].id or 0
    with session_scope() as session:
        actor = cast.actor("class_teacher")
        pupil = cast.id_of("pupil")
        add_remark(session, actor, lesson, pupil, "Шумно", RemarkTone.REMARK, clock.now())
    tabs = [open_journal(cast, open_tab, who) for who in ("class_teacher", "deputy")]
    for tab, state in tabs:
        tab.send(JournalState.choose_lesson, f"L{lesson}")
        assert [one.text for one in state.remarks] == ["Шумно"]
    (tab, state), (_, other) = tabs
    tab.send(RemarkState.ask_withdrawal, state.remarks[0].id)
    assert tab.state(RemarkState).withdrawn_words == "Лебедева Анна: Шумно"
    assert said(tab.send(RemarkState.withdraw))[0][0] == "success"
    assert state.remarks == []
    topic, news = next(one for one in told if one[0].startswith("course"))
    transact(other, lambda work: other._live(work, topic, news), False)
    assert (other.remarks, other.patch) == ([], {})


def test_where_families_read_no_remarks_the_journal_says_so(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        session.execute(update(SchoolSettings).values(remark_visible=False))
    tab, _ = open_journal(cast, open_tab)
    tab.send(JournalState.choose_lesson, f"L{cast.lessons['maths'].id}")
    tab.send(RemarkState.open_remark)
    assert tab.send(RemarkState.save_remark, words("Для педсовета")) == []
    assert tab.state(RemarkState).errors == {"pupil": "Выберите из списка"}
    tab.send(RemarkState.choose_remark_pupil, str(cast.id_of("pupil")))
    assert said(tab.send(RemarkState.save_remark, words("Для педсовета")))[-1] == ("success", "Записано")
    assert not tab.state(RemarkState).families_read


def test_the_year_shows_the_terms_and_no_lessons(cast: Cast, open_tab: OpenTab) -> None:
    _, state = open_journal(cast, open_tab, term="year")
    assert state.term == "year"
    assert state.sheet["columns"] == []
    assert [one["id"] for one in state.sheet["term_columns"]] == ["T1", "T2", "T3", "T4", "Tyear"]


def test_term_marks_of_one_course_are_not_drawn_into_another(
    cast: Cast, open_tab: OpenTab, told: News
) -> None:
    """A batch may hold a lesson of one course and term marks of another; both journals hear of it."""
    _, state = open_journal(cast, open_tab, "deputy", "russian")
    course, pupil = cast.courses["maths"].id, f"P{cast.id_of('pupil')}"
    news = {"terms": [{"p": pupil, "course": course, "cells": {"2": ["2", "2"]}}]}
    transact(state, lambda work: state._live(work, course_topic(course or 0), news), False)
    assert state.patch["rows"] == []


TEACHER = "И. С. Котова"


def column_of(state: JournalState, cast: Cast, lesson: str = "maths") -> dict[str, Any]:
    """A lesson's column of the sheet."""
    found: dict[str, Any] = next(
        one for one in state.sheet["columns"] if one["id"] == f"L{cast.lessons[lesson].id}"
    )
    return found


def test_a_journal_that_is_only_read_says_who_writes_in_it(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_journal(cast, open_tab, "deputy")
    assert state.sheet["read_only"]
    assert state.sheet["why"] == f"Только чтение: журнал ведёт {TEACHER}"
    assert column_of(state, cast)["why"] == f"На этом уроке пишет {TEACHER}"
    tab.send(JournalState.choose_lesson, f"L{cast.lessons['maths'].id}")
    assert state.lesson.why == column_of(state, cast)["why"]
    assert state.sheet["term_columns"][0]["why"] == f"Эти отметки ставит {TEACHER}"


def test_a_journal_that_is_written_in_gives_no_reasons(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_journal(cast, open_tab)
    column = column_of(state, cast)
    assert state.sheet["why"] == ""
    assert column.keys().isdisjoint(("why", "future"))
    tab.send(JournalState.choose_lesson, column["id"])
    assert (state.lesson.why, state.lesson.late, state.lesson.coming) == ("", False, False)


def test_of_a_lesson_to_come_only_absences_and_no_roll_are_taken(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        now = cast.lesson("maths", DAY)
        session.execute(update(Lesson).where(col(Lesson.id) == now.id).values(day=date(2026, 12, 21)))
    tab, state = open_journal(cast, open_tab)
    column = column_of(state, cast)
    assert column["future"]
    ahead, no_roll = (gettext("ru", sheet_words()[name]) for name in ("ahead", "no_roll"))
    assert ahead == "Урок ещё не прошёл: заранее можно отметить только отсутствие"
    assert no_roll == "Перекличку проводят в день урока"
    tab.send(JournalState.put, [op(cast, "5")])
    assert state.patch["results"][0]["error"] == ahead


def test_a_term_that_runs_warns_before_its_marks_are_set(cast: Cast, open_tab: OpenTab) -> None:
    _, state = open_journal(cast, open_tab)
    assert "Идёт до 29\u00a0декабря" in state.sheet["term_columns"][0]["warning"]
    _, year = open_journal(cast, open_tab, term="year")
    assert [one["why"] for one in year.sheet["term_columns"]][2] == "Этот период ещё не начался"
    assert year.sheet["term_columns"][0]["warning"] == ""


def test_the_sheet_is_told_the_grammar_of_the_scale(cast: Cast, open_tab: OpenTab) -> None:
    _, state = open_journal(cast, open_tab)
    assert state.sheet["grammar"] == grammar(scale_of(None, ScaleKind.FIVE))
    assert state.sheet["limits"] == {"comment": limits.COMMENT, "reason": limits.REASON}


@pytest.mark.parametrize(
    ("scale", "typed", "words"),
    [
        ("five", "12", "«12» нельзя поставить в этом журнале"),
        ("five", "5/4/3", "В клетке может быть не больше двух отметок"),
        ("five", "н б", "В клетке может стоять только один код посещаемости"),
        ("five", "осв 5", "Освобождённому отметка не ставится"),
        ("five", "оп 46", "Опоздание — от 1 до 45 минут"),
        ("hundred", "87,5", "«87,5» – не отметка: отметки – целые числа, две пишут через дробь: 100/99"),
        ("none", "5", "В этом классе отметки не ставятся"),
    ],
)
def test_what_cannot_stand_is_refused_in_words_and_the_old_stays(
    cast: Cast, open_tab: OpenTab, scale: str, typed: str, words: str
) -> None:
    with session_scope() as session:
        session.execute(update(Course).values(scale=ScaleKind(scale)))
    tab, state = open_journal(cast, open_tab)
    tab.send(JournalState.put, [op(cast, "н"), op(cast, typed)])
    kept, refused = state.patch["results"]
    assert (kept["ok"], refused["ok"], refused["cell"]) == (True, False, "н")
    assert refused["error"] == words


def test_a_kind_that_takes_marks_along_is_asked_for_first(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_journal(cast, open_tab)
    column, kind = f"L{cast.lessons['maths'].id}", str(cast.kinds["test"].id)
    tab.send(JournalState.choose_lesson, column)
    tab.send(JournalState.put, [op(cast, "5"), op(cast, "4", "classmate")])
    tab.send(JournalState.ask_kind, column, kind)
    assert "2 отметки этого урока станут «" in state.kind.words
    assert (state.kind.asked, state.lesson.kind_id) == (kind, "0")
    tab.send(JournalState.keep_kind)
    assert (state.kind.asked, state.lesson.kind_id) == ("", "0")
    tab.send(JournalState.ask_kind, column, kind)
    tab.send(JournalState.set_kind, column, kind)
    assert (state.kind.asked, state.lesson.kind_id) == ("", kind)


def test_a_kind_of_a_lesson_without_marks_is_simply_taken(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = open_journal(cast, open_tab)
    column, kind = f"L{cast.lessons['maths'].id}", str(cast.kinds["test"].id)
    tab.send(JournalState.choose_lesson, column)
    tab.send(JournalState.ask_kind, column, kind)
    assert (state.kind.asked, state.lesson.kind_id) == ("", kind)
    assert said(tab.send(JournalState.ask_kind, column, "999999"))[0][0] == "error"
