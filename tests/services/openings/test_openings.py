"""Who opened whose data: a line an hour, never one's own card, lists by who was in the class that day."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import Enrolment, GuardianRights, Opening, OpeningKind, Role
from ejournal.services.openings import note_opening
from ejournal.services.openings.keeping import any_too_old, keep_for, kept_days, throw_away_old
from ejournal.services.openings.reading import Opened, Sought, opening_log, openings_of, own_openings
from ejournal.services.people.card import person_card
from ejournal.services.people.class_list import class_list
from ejournal.services.people.search import Wanted, find_people
from ejournal.services.registration.codes import Whom, give_codes
from tests.cast import ARRIVED_DAY, DAY, Cast
from tests.services.diary_helpers import counted_queries
from tests.services.people.helpers import limit

CARD, LIST = OpeningKind.CARD, OpeningKind.CLASS_LIST


def kinds(lines: tuple[Opened, ...]) -> list[OpeningKind]:
    return [one.kind for one in lines]


def of(cast: Cast, name: str) -> tuple[Opened, ...]:
    return openings_of(cast.session, cast.actor("admin"), cast.id_of(name))


def opened(cast: Cast, name: str, reader: str = "deputy") -> None:
    person_card(cast.session, cast.actor(reader), cast.id_of(name))


def listed(cast: Cast, place: str = "6b", reader: str = "class_teacher") -> None:
    class_list(cast.session, cast.actor(reader), cast.classes[place].id or 0)


def rows(session: Session) -> list[Opening]:
    return list(session.scalars(select(Opening)))


def test_a_card_opened_often_is_one_line_of_an_hour(cast: Cast) -> None:
    for _ in range(3):
        opened(cast, "pupil")
    opened(cast, "pupil", "director")
    assert len(rows(cast.session)) == 2
    assert {(one.opener, one.role) for one in of(cast, "pupil")} == {
        ("Е. В. Громова", Role.DEPUTY),
        ("Н. А. Белова", Role.DIRECTOR),
    }


def test_ones_own_card_is_nobodys_business(cast: Cast) -> None:
    opened(cast, "deputy", "deputy")
    assert rows(cast.session) == []


def test_a_card_that_is_refused_is_not_noted(cast: Cast) -> None:
    for name in ("teacher", "guardian"):
        with pytest.raises(NotFound):
            opened(cast, "pupil", name)
    assert rows(cast.session) == []


def test_a_search_is_a_look_among_people_and_at_none_of_them(cast: Cast) -> None:
    for words in ("лебед", "лебедева"):
        find_people(cast.session, cast.actor("deputy"), Wanted(words))
    assert [one.kind for one in rows(cast.session)] == [OpeningKind.SEARCH]
    assert of(cast, "pupil") == ()


def test_a_list_was_of_who_sat_in_the_class_that_day_and_their_guardians(cast: Cast) -> None:
    listed(cast)
    for name in ("pupil", "classmate", "arrived", "guardian", "teacher_parent"):
        [line] = of(cast, name)
        assert (line.kind, line.class_title, line.opener) == (LIST, "6 «Б»", "И. С. Котова")
    for name in ("left", "other_pupil", "other_guardian", "brother", "teacher"):
        assert of(cast, name) == ()
    [line] = rows(cast.session)
    line.day = ARRIVED_DAY - timedelta(days=1)
    cast.session.flush()
    assert (kinds(of(cast, "pupil")), of(cast, "arrived")) == ([LIST], ())


def test_slips_are_told_of_to_whom_they_were_printed_for(cast: Cast) -> None:
    give_codes(cast.session, cast.actor("deputy"), Whom.PUPILS, cast.classes["6b"].id)
    assert kinds(of(cast, "arrived")) == [OpeningKind.SLIPS]
    assert of(cast, "pupil") == ()


def test_everybody_of_age_reads_who_opened_their_data_and_their_childrens(cast: Cast) -> None:
    opened(cast, "pupil")
    opened(cast, "guardian")
    [own, anna, lev] = sorted(own_openings(cast.session, cast.actor("guardian")), key=lambda one: one.about)
    assert (own.about, kinds(own.lines)) == ("", [CARD])
    assert (anna.about, kinds(anna.lines)) == ("Анна Лебедева", [CARD])
    assert (lev.about, lev.lines) == ("Лев Лебедев", ())
    assert own_openings(cast.session, cast.actor("pupil")) == ()
    cast.people["pupil"].birth_date = DAY.replace(year=DAY.year - 18)
    cast.session.flush()
    assert [kinds(one.lines) for one in own_openings(cast.session, cast.actor("pupil"))] == [[CARD]]


def test_a_limited_guardian_reads_nothing_of_the_child(cast: Cast) -> None:
    limit(cast, rights=GuardianRights.NONE)
    about = [one.about for one in own_openings(cast.session, cast.actor("guardian"))]
    assert about == ["", "Лев Лебедев"]


def test_the_log_is_read_by_administrators_of_the_school(cast: Cast) -> None:
    opened(cast, "pupil")
    for name in ("deputy", "director", "class_teacher", "guardian"):
        with pytest.raises(NotFound):
            openings_of(cast.session, cast.actor(name), cast.id_of("pupil"))
        with pytest.raises(NotAllowed):
            opening_log(cast.session, cast.actor(name), Sought())
        with pytest.raises(NotAllowed):
            keep_for(cast.session, cast.actor(name), 100)
    with pytest.raises(NotFound):
        openings_of(cast.session, cast.actor("admin"), cast.id_of("pupil_b"))


def test_the_whole_log_is_searched_and_turned(cast: Cast) -> None:
    opened(cast, "pupil")
    listed(cast, reader="director")
    class_list(cast.session, cast.actor("teacher_b"), cast.classes["6b_b"].id or 0)
    admin = cast.actor("admin")
    whole = opening_log(cast.session, admin, Sought())
    assert [(one.kind, one.whose, one.class_title) for one in whole.lines] == [
        (LIST, "", "6 «Б»"),
        (CARD, "Лебедева Анна Олеговна", ""),
    ]
    assert not whole.more
    for sought, found in (
        (Sought("громо"), [CARD]),
        (Sought("лебед"), []),
        (Sought(kind=LIST), [LIST]),
        (Sought(page=9), []),
    ):
        assert kinds(opening_log(cast.session, admin, sought).lines) == found


def test_the_log_takes_as_many_questions_however_much_there_is(cast: Cast) -> None:
    opened(cast, "pupil")
    admin = cast.actor("admin")
    for count in (6, 6):
        with counted_queries(cast.session) as queries:
            openings_of(cast.session, admin, cast.id_of("pupil"))
        assert len(queries) <= count
        for name in ("class_teacher", "director"):
            listed(cast, reader=name)
    with counted_queries(cast.session) as queries:
        opening_log(cast.session, admin, Sought())
    assert len(queries) == 2


def test_lines_are_kept_as_long_as_the_school_says(cast: Cast) -> None:
    session, admin = cast.session, cast.actor("admin")
    for name, days in (("pupil", 29), ("classmate", 31), ("other_pupil", 366)):
        opened(cast, name)
        line = next(one for one in rows(session) if one.subject_id == cast.id_of(name))
        line.day = DAY - timedelta(days=days)
    session.flush()
    school_id = admin.school_id
    assert (kept_days(session, school_id), any_too_old(session)) == (365, [school_id])
    assert of(cast, "other_pupil") == ()
    throw_away_old(session, school_id)
    assert (len(rows(session)), any_too_old(session)) == (2, [])
    keep_for(session, admin, 30)
    assert [one.subject_id for one in rows(session)] == [cast.id_of("pupil")]
    for days in (29, 1826, 0):
        with pytest.raises(DomainError) as refused:
            keep_for(session, admin, days)
        assert refused.value.field == "days"


def test_a_line_holds_no_values(cast: Cast) -> None:
    assert set(Opening.model_fields) == {
        "id", "school_id", "opener_id", "role", "kind", "subject_id", "day", "hour", "at",
    }  # fmt: skip
    note_opening(cast.session, cast.actor("deputy"), CARD, cast.id_of("pupil"))
    assert cast.session.scalars(select(Enrolment)).first() is not None
