"""What a school lacks for its first lesson: in order, until nothing is missing."""

from sqlmodel import Session, select

from ejournal.models import ConsentPurpose, TermKind
from ejournal.services.consents.publishing import drop_draft
from ejournal.services.courses.grade_rules import grade_rules, set_grade_rules
from ejournal.services.courses.new_classes import make_classes
from ejournal.services.courses.subjects import set_subjects
from ejournal.services.school.usual_bells import BellNames, BellWish, add_usual_bells
from ejournal.services.school.year_beginning import YearWish, begin_first_year
from ejournal.services.setup.missing import Lack, school_stand
from tests.cast import Cast
from tests.services.new_school import new_school

TERMS = {"primary": TermKind.QUARTER, "basic": TermKind.QUARTER, "upper": TermKind.HALF_YEAR}


def test_a_new_school_lacks_everything_in_order(session: Session) -> None:
    stand = school_stand(session, new_school(session))
    assert list(stand.lacks) == list(Lack)
    assert (stand.rules, stand.year_id) == (False, None)


def test_each_step_takes_its_line_away(session: Session) -> None:
    admin = new_school(session, deputy=True)
    year_id = begin_first_year(session, admin, YearWish(2026, TERMS))
    assert not school_stand(session, admin).rules
    add_usual_bells(session, admin, year_id, BellWish(), BellNames("1", "2", "3", "4"))
    set_grade_rules(session, admin, grade_rules(session, admin.school_id).values())
    set_subjects(session, admin, ["Математика"])
    make_classes(session, admin, year_id, "1А")
    stand = school_stand(session, admin)
    assert stand.lacks == (Lack.TEACHERS, Lack.PUPILS, Lack.CONSENTS, Lack.LOAD, Lack.TIMETABLE)
    assert (stand.rules, stand.year_name) == (True, "2026/2027")


def test_a_school_that_asks_for_no_consents_lacks_none(session: Session) -> None:
    admin = new_school(session)
    for purpose in session.exec(select(ConsentPurpose)).all():
        assert Lack.CONSENTS in school_stand(session, admin).lacks
        drop_draft(session, admin, purpose.id or 0)
    assert Lack.CONSENTS not in school_stand(session, admin).lacks


def test_a_school_with_lessons_lacks_nothing_and_another_has_no_part_in_it(cast: Cast) -> None:
    assert school_stand(cast.session, cast.actor("admin")).lacks == ()
    assert Lack.DEPUTY in school_stand(cast.session, cast.actor("teacher_b")).lacks
