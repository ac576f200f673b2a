"""A child who moved to another class or group: one average for a subject, wherever it is read."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from ejournal import clock
from ejournal.models import Course, ScaleKind, SchoolSettings
from ejournal.services.diary.progress import SubjectProgress, dynamics, marks_of_term, what_if
from ejournal.services.journal.spread import open_journal
from ejournal.services.journal.term_marks import TermMarkOp, put_term_marks
from ejournal.services.journal.view import JournalView, PupilRow
from tests.cast import DAY, FIRST_MONDAY, Cast, make_cast
from tests.infra.databases import Engines, kept_for_examples
from tests.services.diary_helpers import give_mark
from tests.services.journal_helpers import op, put
from tests.services.move_helpers import move_class, move_group, moved, set_counting


def journal(cast: Cast, course: str, term: int | None = 0) -> JournalView:
    return open_journal(cast.session, cast.actor("director"), cast.courses[course].id or 0, term)


def row(cast: Cast, course: str, pupil: str = "pupil") -> PupilRow:
    return next(one for one in journal(cast, course).rows if one.pupil_id == cast.id_of(pupil))


def family(cast: Cast, subject: str = "Математика") -> SubjectProgress:
    found = marks_of_term(cast.session, cast.actor("guardian"), cast.id_of("pupil"))
    return next(one for one in found.subjects if one.subject == subject)


@pytest.mark.parametrize(("counts", "average"), [(True, "3.00"), (False, "5.00")])
def test_family_and_new_journal_say_the_same(cast: Cast, counts: bool, average: str) -> None:
    moved(cast)
    set_counting(cast, counts)
    assert str(row(cast, "maths_v").average) == average
    assert str(family(cast).average) == average
    assert str(what_if(family(cast), []).average) == average
    progress = marks_of_term(cast.session, cast.actor("guardian"), cast.id_of("pupil"))
    assert str(dynamics(progress, family(cast).subject_id)[-1].average) == average
    assert row(cast, "maths_v").former == (2 if counts else 0)
    assert [(one.value, one.former, one.counts) for one in family(cast).marks] == [
        ("2", True, counts),
        ("2", True, counts),
        ("5", False, True),
    ]


def test_the_former_journal_proposes_nothing_and_the_new_one_proposes_of_all(cast: Cast) -> None:
    moved(cast)
    cast.session.execute(update(SchoolSettings).values(min_marks_weekly_two=1, min_marks_weekly_one=1,
                                                       min_marks_weekly_more=1))  # fmt: skip
    cast.session.expire_all()
    assert [one.proposal for one in row(cast, "maths_v").terms] == ["3"]
    assert [one.proposal for one in row(cast, "maths").terms] == [""]
    one = TermMarkOp("a", cast.id_of("pupil"), "2", "4")
    course = cast.courses["maths_v"].id or 0
    put_term_marks(cast.session, cast.actor("substitute"), course, [one], clock.now())
    (cell,) = row(cast, "maths_v").terms
    assert (cell.value, cell.proposal, cell.deviates) == ("4", "3", True)


def test_a_save_answers_with_the_same_average(cast: Cast) -> None:
    moved(cast)
    outcome = put(cast, op(cast, "4", course="maths_v", day=DAY), by="substitute")
    (patch,) = outcome.rows
    assert patch.average == row(cast, "maths_v").average == family(cast).average


def test_marks_on_another_scale_do_not_count(cast: Cast) -> None:
    moved(cast)
    cast.session.execute(
        update(Course).where(Course.id == cast.courses["maths"].id).values(scale=ScaleKind.TEN)  # type: ignore[arg-type]
    )
    cast.session.expire_all()
    assert str(row(cast, "maths_v").average) == "5.00"
    assert str(family(cast).average) == "5.00"


@pytest.fixture(scope="module")
def casts(_engines: Engines) -> Iterator[Callable[[str], Cast]]:
    with kept_for_examples(_engines, make_cast) as made:
        yield made


LESSON_DAYS = {
    course: [FIRST_MONDAY + timedelta(days=7 * week + weekday - 1) for week in (0, 1) for weekday in weekdays]
    for course, weekdays in {
        "maths": (1, 4, 5),
        "maths_v": (1, 5),
        "english1": (2, 5),
        "english2": (2, 5),
    }.items()
}
moves = st.lists(st.integers(1, 12), max_size=3, unique=True).map(sorted)
marks = st.lists(
    st.tuples(st.sampled_from(sorted(LESSON_DAYS)), st.integers(0, 5), st.sampled_from("2345"),
              st.sampled_from(["answer", "quiz", "test"])), max_size=12,
    unique_by=lambda one: one[:2],
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(classes=moves, groups=moves, given_marks=marks, counts=st.booleans())
def test_whatever_the_moves_family_and_journal_agree(
    casts: Callable[[str], Cast],
    classes: list[int],
    groups: list[int],
    given_marks: list[tuple[str, int, str, str]],
    counts: bool,
) -> None:
    for kind in ("sqlite", "postgresql"):
        cast = casts(kind)
        with cast.session.begin_nested() as trial:
            set_counting(cast, counts)
            for course, place, value, work in given_marks:
                days = LESSON_DAYS[course]
                give_mark(
                    cast,
                    "pupil",
                    cast.lesson(course, days[place % len(days)]),
                    value,
                    work,
                    slot=1 + place // len(days),
                )
            for number, after in enumerate(classes):
                move_class(cast, "pupil", ("6v", "6b")[number % 2], FIRST_MONDAY + timedelta(days=after))
            for number, after in enumerate(groups):
                to = ("english2", "english1")[number % 2]
                move_group(cast, "pupil", to, FIRST_MONDAY + timedelta(days=after))
            course = "maths_v" if len(classes) % 2 else "maths"
            assert row(cast, course).average == family(cast).average
            group = "english2" if len(groups) % 2 else "english1"
            if len(classes) % 2 == 0:  # the groups are of 6Б
                assert row(cast, group).average == family(cast, "Английский язык").average
            trial.rollback()
        cast.session.expire_all()
