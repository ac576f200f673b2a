"""The journal of a class read for paper: courses and groups, people with their contacts, what was missed."""

import pytest
from sqlalchemy import select, update

from ejournal.errors import NotFound
from ejournal.models import GuardianRights, Guardianship, Opening, OpeningKind
from ejournal.models.base import table
from ejournal.services.papers.classes import ClassBook, class_book
from ejournal.services.papers.results import Missed
from tests.cast import DAY, Cast
from tests.services.journal_helpers import QueryCount, enrol_many, join_classes, op, put


def book(cast: Cast, by: str = "class_teacher", name: str = "6b", term: int | None = 2) -> ClassBook:
    return class_book(cast.session, cast.actor(by), cast.classes[name].id or 0, term)


def test_every_course_and_group_has_its_paper(cast: Cast) -> None:
    found = book(cast).basis
    assert [(one.subject, one.group) for one in found.papers] == [
        ("Математика", ""), ("Русский язык", ""), ("Английский язык", "Английский, 1"),
        ("Английский язык", "Английский, 2"),
    ]  # fmt: skip
    assert found.teachers == ("Котова Ирина Сергеевна",)
    assert [one.name for one in found.pupils] == ["Зайцев Илья", "Лебедева Анна", "Петров Глеб"]


def test_a_group_of_two_classes_stands_in_each_with_its_own_pupils(cast: Cast) -> None:
    join_classes(cast.session, cast)
    for name, pupil in (("6b", "pupil"), ("6v", "other_pupil")):
        of_group = [one for one in book(cast, "deputy", name).basis.papers if one.group == "Английский, 1"]
        assert [[one.id for one in paper.pupils] for paper in of_group] == [[cast.id_of(pupil)]]


def test_the_week_is_the_timetable_s(cast: Cast) -> None:
    week = book(cast).week
    assert week[1, 2] == ("Математика",)
    assert week[5, 4] == ("Английский язык",)


def test_a_day_is_missed_when_every_lesson_of_it_was(cast: Cast) -> None:
    put(cast, op(cast, "н"), op(cast, "н", pupil="classmate"))
    put(cast, op(cast, "б", course="russian"), by="teacher")
    put(cast, op(cast, "н", course="english1"), by="teacher_parent")
    missed = book(cast).missed
    assert missed[cast.id_of("pupil")] == {2: Missed(lessons=3, days=1)}
    assert missed[cast.id_of("classmate")] == {2: Missed(lessons=1, days=0)}
    assert DAY in book(cast).basis.terms[1]


def test_hidden_contacts_are_printed_for_nobody_who_may_not_see_them(cast: Cast) -> None:
    cast.people["guardian"].phone = "+79161234567"
    ward = table(Guardianship).c
    of_pupil = ward.guardian_id == cast.id_of("guardian")
    cast.session.execute(update(table(Guardianship)).where(of_pupil).values(contacts_hidden=True))
    cast.session.add(
        Guardianship(
            school_id=cast.schools["a"].id, guardian_id=cast.id_of("deputy"), pupil_id=cast.id_of("pupil")
        )
    )
    cast.session.flush()

    def phones(by: str) -> list[str]:
        people = {one.id: one for one in book(cast, by).people}
        return [one.phone for one in people[cast.id_of("pupil")].guardians if one.name.startswith("Лебедева")]

    assert phones("class_teacher") == ["+79161234567"]
    assert phones("deputy") == [""]


def test_whom_a_court_has_limited_is_marked(cast: Cast) -> None:
    ward = table(Guardianship).c
    of_pupil = ward.guardian_id == cast.id_of("guardian")
    cast.session.execute(update(table(Guardianship)).where(of_pupil).values(rights=GuardianRights.NONE))
    people = {one.id: one for one in book(cast).people}
    assert [one.limited for one in people[cast.id_of("pupil")].guardians] == [True]


def test_that_it_was_taken_is_noted(cast: Cast) -> None:
    book(cast)
    noted = cast.session.scalars(select(Opening)).all()
    assert [(one.kind, one.subject_id) for one in noted] == [
        (OpeningKind.CLASS_JOURNAL, cast.classes["6b"].id)
    ]


@pytest.mark.parametrize("by", ["teacher", "admin", "pupil", "guardian", "teacher_b"])
def test_others_take_no_class_journal(cast: Cast, by: str) -> None:
    with pytest.raises(NotFound):
        book(cast, by)


def test_a_class_takes_the_same_queries_whatever_its_size(cast: Cast) -> None:
    enrol_many(cast, 2)
    cast.session.commit()
    book(cast)
    with QueryCount(cast.session) as few:
        book(cast, term=None)
    enrol_many(cast, 35)
    put(cast, op(cast, "4"), op(cast, "5", pupil="classmate"))
    with QueryCount(cast.session) as many:
        book(cast, term=None)
    assert len(few) == len(many) <= 32
