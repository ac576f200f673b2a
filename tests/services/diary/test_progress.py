"""Marks of a term by subject, their dynamics, and what further marks would make of them."""

from datetime import date
from decimal import Decimal

import pytest

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import ScaleKind, TermMark, TermMarkScope
from ejournal.services.diary.progress import SubjectProgress, TermProgress, dynamics, marks_of_term, what_if
from tests.cast import DAY, Cast
from tests.services.diary_helpers import counted_queries, give_mark

MONDAY, THURSDAY = date(2026, 11, 16), date(2026, 11, 19)


def progress(cast: Cast, term: int | None = None, reader: str = "guardian") -> TermProgress:
    return marks_of_term(cast.session, cast.actor(reader), cast.id_of("pupil"), term)


def subject(cast: Cast, name: str = "Математика") -> SubjectProgress:
    return next(one for one in progress(cast).subjects if one.subject == name)


def test_every_subject_of_the_pupil_stands_once_also_without_marks(cast: Cast) -> None:
    assert sorted(one.subject for one in progress(cast).subjects) == [
        "Английский язык",
        "Математика",
        "Русский язык",
    ]


def test_the_current_term_is_shown_unless_another_is_asked(cast: Cast) -> None:
    found = progress(cast)
    assert [term.number for term in found.terms] == [1, 2, 3, 4]
    assert found.term is not None
    assert found.term.number == 2
    other = progress(cast, 1)
    assert other.term is not None
    assert other.term.number == 1


def test_the_average_is_weighted_by_the_kind_of_work(cast: Cast) -> None:
    give_mark(cast, "pupil", cast.lesson("maths", MONDAY), "5")
    give_mark(cast, "pupil", cast.lesson("maths", THURSDAY), "3", "test")
    assert subject(cast).average == Decimal("3.50")
    assert [mark.value for mark in subject(cast).marks] == ["5", "3"]


def test_term_and_year_marks_stand_beside_their_subject(cast: Cast) -> None:
    for scope, number, value in ((TermMarkScope.TERM, 1, "4"), (TermMarkScope.YEAR, 0, "5")):
        cast.session.add(
            TermMark(
                school_id=cast.schools["a"].id or 0,
                course_id=cast.courses["maths"].id or 0,
                pupil_id=cast.id_of("pupil"),
                scope=scope,
                term_number=number,
                value=value,
                author_id=cast.id_of("class_teacher"),
                changed_at=clock.now(),
            )
        )
    cast.session.flush()
    found = subject(cast)
    assert (found.term_marks, found.year_mark) == ({1: "4"}, "5")


def test_dynamics_follow_the_running_average_day_by_day(cast: Cast) -> None:
    give_mark(cast, "pupil", cast.lesson("maths", MONDAY), "5")
    give_mark(cast, "pupil", cast.lesson("maths", THURSDAY), "4")
    give_mark(cast, "pupil", cast.lesson("russian", DAY), "3")
    found = progress(cast)
    of_maths = dynamics(found, subject(cast).subject_id)
    assert [(point.day, point.average) for point in of_maths] == [
        (MONDAY, Decimal("5.00")),
        (THURSDAY, Decimal("4.50")),
    ]
    assert dynamics(found)[-1].average == Decimal("3.75")
    assert found.average == Decimal("3.75")


def test_the_average_of_all_is_of_the_scale_on_which_most_is_marked(cast: Cast) -> None:
    cast.courses["russian"].scale = ScaleKind.TEN
    cast.session.flush()
    give_mark(cast, "pupil", cast.lesson("maths", MONDAY), "5")
    give_mark(cast, "pupil", cast.lesson("maths", THURSDAY), "4")
    give_mark(cast, "pupil", cast.lesson("russian", DAY), "9")
    found = progress(cast)
    assert (found.scale, found.average, found.others) == (
        ScaleKind.FIVE, Decimal("4.50"), ["Русский язык"],
    )  # fmt: skip
    assert [point.average for point in dynamics(found)] == [Decimal("5.00"), Decimal("4.50")]
    for value, day in (("8", MONDAY), ("10", date(2026, 11, 18))):
        give_mark(cast, "pupil", cast.lesson("russian", day), value)
    found = progress(cast)
    assert (found.scale, found.average, found.others) == (
        ScaleKind.TEN, Decimal("9.00"), ["Математика"],
    )  # fmt: skip


def test_what_if_adds_marks_and_says_what_they_come_to(cast: Cast) -> None:
    give_mark(cast, "pupil", cast.lesson("maths", MONDAY), "4")
    found = what_if(subject(cast), [("5", 3)])
    assert (found.average, found.mark) == (Decimal("4.00"), "4")
    assert (found.supposed_average, found.supposed_mark) == (Decimal("4.75"), "5")


def test_what_if_of_nothing_is_nothing(cast: Cast) -> None:
    found = what_if(subject(cast), [])
    assert (found.average, found.mark, found.supposed_average, found.supposed_mark) == (None, "", None, "")


def test_what_if_has_an_end(cast: Cast) -> None:
    with pytest.raises(DomainError):
        what_if(subject(cast), [("5", 1)] * 11)


def test_for_a_stranger_to_the_family_there_are_no_marks(cast: Cast) -> None:
    with pytest.raises(NotFound):
        progress(cast, reader="other_guardian")


def test_marks_of_a_term_cost_the_same_queries_however_many(cast: Cast) -> None:
    cast.session.commit()
    actor = cast.actor("guardian")
    marks_of_term(cast.session, actor, cast.id_of("pupil"))
    counts = []
    for _ in range(2):
        cast.session.expunge_all()
        with counted_queries(cast.session) as seen:
            marks_of_term(cast.session, actor, cast.id_of("pupil"))
        counts.append(len(seen))
        if len(counts) == 1:
            for course in ("maths", "russian", "english1"):
                give_mark(cast, "pupil", cast.lessons[course], "5")
    assert counts == [5, 5]
