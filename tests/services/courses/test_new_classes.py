"""Classes by quick entry: every spelling is understood or said why not, and nothing is half-made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import ScaleKind, SchoolClass, TermKind, TermScheme
from ejournal.services.courses.new_classes import delete_class, make_classes, parse_classes, read_classes
from ejournal.services.school.year_beginning import YearWish, begin_first_year
from tests.cast import Cast
from tests.services.new_school import new_school

TERMS = {"primary": TermKind.QUARTER, "basic": TermKind.QUARTER, "upper": TermKind.HALF_YEAR}


def year_of(cast: Cast, school: str = "a") -> int:
    return cast.years[school].id or 0


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("1А 1Б 2А", ["1 «А»", "1 «Б»", "2 «А»"]),
        ("1а,1б;2а\n3а", ["1 «А»", "1 «Б»", "2 «А»", "3 «А»"]),
        ("6-Б 6 «В» 06Г", ["6 «Б»", "6 «В»", "6 «Г»"]),
        ("6 А, 6 Б", ["6 «А»", "6 «Б»"]),
        ("5А–5Г", ["5 «А»", "5 «Б»", "5 «В»", "5 «Г»"]),
        ("5А-В", ["5 «А»", "5 «Б»", "5 «В»"]),
        ("9Д–Ж", ["9 «Д»", "9 «Е»", "9 «Ж»"]),
        ("7A 7B", ["7 «А»", "7 «В»"]),  # Latin letters that look like Russian ones
        ("10физмат", ["10 «физмат»"]),
        ("", []),
    ],
)
def test_spellings_of_classes(text: str, titles: list[str]) -> None:
    found = parse_classes(text)
    assert [one.fault for one in found] == [None] * len(titles)
    assert [one.title for one in found] == titles


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("6Z", "“{sign}” is no Russian letter"),
        ("12А", "Grades go from 1 to 11"),
        ("0А", "Grades go from 1 to 11"),
        ("100500А", "Grades go from 1 to 11"),
        ("5", "The letter is missing: write {number}А"),
        ("А5", "A class is a grade and a letter, such as 6А"),
        ("физмат", "A class is a grade and a letter, such as 6А"),
        ("5Г–А", "From one letter to a later one, such as 5А–5Г"),
        ("5А–Z", "“{sign}” is no Russian letter"),
    ],
)
def test_what_is_no_class_is_said_in_words(text: str, says: str) -> None:
    (one,) = parse_classes(text)
    assert one.fault is not None
    assert one.fault.message == says
    assert one.typed == text
    assert not one.is_new


@given(st.text(max_size=80))
def test_anything_typed_is_understood_or_refused(text: str) -> None:
    for one in parse_classes(text):
        assert one.fault is not None or (1 <= one.grade <= 11 and one.letter)


def test_classes_begin_with_the_rule_of_their_grade(session: Session) -> None:
    admin = new_school(session)
    year_id = begin_first_year(session, admin, YearWish(2026, TERMS))
    assert make_classes(session, admin, year_id, "1А 5А 10А 1А") == ("1 «А»", "5 «А»", "10 «А»")
    kinds = {one.id: one.kind for one in session.exec(select(TermScheme))}
    made = {one.grade: (one.scale, kinds[one.scheme_id]) for one in session.exec(select(SchoolClass))}
    assert made == {
        1: (ScaleKind.NONE, TermKind.QUARTER),
        5: (ScaleKind.FIVE, TermKind.QUARTER),
        10: (ScaleKind.FIVE, TermKind.HALF_YEAR),
    }


def test_the_same_entry_again_changes_nothing(cast: Cast) -> None:
    session, admin = cast.session, cast.actor("admin")
    first = read_classes(session, admin, year_of(cast), "6б 7А")
    assert [(one.title, one.known) for one in first] == [("6 «Б»", True), ("7 «А»", False)]
    assert make_classes(session, admin, year_of(cast), "6б 7А") == ("7 «А»",)
    assert make_classes(session, admin, year_of(cast), "6б 7А") == ()


def test_none_is_made_when_one_is_not_understood(cast: Cast) -> None:
    before = len(cast.session.exec(select(SchoolClass)).all())
    with pytest.raises(DomainError) as refused:
        make_classes(cast.session, cast.actor("admin"), year_of(cast), "7А 6Z")
    assert refused.value.field == "classes"
    assert len(cast.session.exec(select(SchoolClass)).all()) == before


def test_a_class_in_use_stays_and_an_empty_one_goes(cast: Cast) -> None:
    session, admin = cast.session, cast.actor("admin")
    with pytest.raises(DomainError, match="it stays"):
        delete_class(session, admin, cast.classes["6b"].id or 0)
    make_classes(session, admin, year_of(cast), "7А")
    made = session.exec(select(SchoolClass).where(SchoolClass.grade == 7)).one()
    assert delete_class(session, admin, made.id or 0) == "7 «А»"


def test_only_those_who_set_the_school_up_make_its_own_classes(cast: Cast) -> None:
    for who in ("teacher", "pupil", "guardian"):
        with pytest.raises((NotAllowed, NotFound)):
            make_classes(cast.session, cast.actor(who), year_of(cast), "7А")
    with pytest.raises(NotFound):
        make_classes(cast.session, cast.actor("admin"), year_of(cast, "b"), "7А")
    with pytest.raises(NotFound):
        delete_class(cast.session, cast.actor("admin"), cast.classes["6b_b"].id or 0)
