"""Subjects: the usual ones struck out, own ones added, those taught kept."""

import pytest
from sqlmodel import Session, select

from ejournal.errors import DomainError, NotAllowed
from ejournal.models import Subject
from ejournal.services.courses.subjects import set_subjects, subject_lines
from ejournal.services.courses.usual_subjects import usual_subjects
from tests.cast import Cast
from tests.services.new_school import new_school


def names(session: Session, actor: object) -> list[str]:
    return [one.name for one in subject_lines(session, actor)]  # type: ignore[arg-type]


def test_a_new_school_takes_the_usual_subjects_and_adds_its_own(session: Session) -> None:
    admin = new_school(session)
    change = set_subjects(session, admin, ["Химия", "Русский язык", "Робототехника", "  русский  язык "])
    assert change.added == ("Химия", "русский  язык", "Робототехника")
    change = set_subjects(session, admin, ["Химия", "Русский язык", "Робототехника"])
    assert change == type(change)((), ())
    chemistry = session.exec(select(Subject).where(Subject.name == "Химия")).one()
    assert (chemistry.short_name, chemistry.difficulty) == ("Химия", 10)
    assert names(session, admin)[-1] == "Робототехника"


def test_what_is_struck_out_goes_and_what_is_taught_stays(cast: Cast) -> None:
    session, admin = cast.session, cast.actor("admin")
    set_subjects(session, admin, [*names(session, admin), "Химия"])
    change = set_subjects(session, admin, ["Физика"])
    assert (change.added, change.removed) == (("Физика",), ("Химия",))
    assert {"Математика", "Русский язык", "Английский язык"} <= set(names(session, admin))


def test_subjects_that_cannot_be_are_refused_by_the_field(cast: Cast) -> None:
    for wrong in (["я" * 121], [f"Предмет {number}" for number in range(101)]):
        with pytest.raises(DomainError) as refused:
            set_subjects(cast.session, cast.actor("admin"), wrong)
        assert refused.value.field == "own"
    with pytest.raises(NotAllowed):
        set_subjects(cast.session, cast.actor("teacher"), ["Химия"])


def test_the_usual_subjects_are_told_apart() -> None:
    found = usual_subjects()
    assert len({one.name for one in found}) == len(found)
    assert all(1 <= one.grades[0] <= one.grades[1] <= 11 for one in found)
    for grade in range(1, 12):
        assert sum(one.grades[0] <= grade <= one.grades[1] for one in found) >= 8
