"""Report cards: the subjects of each pupil, the marks of the term, the results up to it."""

import pytest

from ejournal.errors import NotFound
from ejournal.models import TermMark, TermMarkScope
from ejournal.services.papers.cards import Card, Cards, report_cards
from ejournal.services.papers.results import Missed
from tests.cast import Cast
from tests.services.journal_helpers import MONDAY, op, put


def cards(cast: Cast, term: int | None = 2, by: str = "class_teacher", pupil: str | None = None) -> Cards:
    class_id = cast.classes["6b"].id or 0
    return report_cards(cast.session, cast.actor(by), class_id, term, cast.id_of(pupil) if pupil else None)


def card(cast: Cast, pupil: str = "pupil", term: int | None = 2) -> Card:
    (found,) = cards(cast, term, pupil=pupil).cards
    return found


def give(cast: Cast, number: int, value: str, scope: TermMarkScope = TermMarkScope.TERM) -> None:
    course = cast.courses["maths"]
    cast.session.add(
        TermMark(
            school_id=course.school_id, course_id=course.id, pupil_id=cast.id_of("pupil"), scope=scope,
            term_number=number, value=value, author_id=cast.id_of("deputy"), changed_at=cast.made_at,
        )
    )  # fmt: skip
    cast.session.flush()


def test_a_card_has_the_pupil_s_own_subjects_with_what_stands_in_the_term(cast: Cast) -> None:
    put(cast, op(cast, "5", day=MONDAY), op(cast, "н"))
    found = card(cast)
    assert found.pupil.full == "Лебедева Анна Олеговна"
    assert [one.subject for one in found.lines] == ["Математика", "Русский язык", "Английский язык"]
    maths = found.lines[0]
    assert (maths.cells, maths.missed) == (("5", "н"), 1)
    assert found.missed == {2: Missed(lessons=1, days=0)}


def test_a_card_of_a_term_has_the_results_up_to_it(cast: Cast) -> None:
    give(cast, 1, "4")
    give(cast, 2, "5")
    assert card(cast, term=1).lines[0].results == {"1": "4"}
    assert card(cast, term=2).lines[0].results == {"1": "4", "2": "5"}
    give(cast, 0, "5", TermMarkScope.YEAR)
    assert card(cast, term=None).lines[0].results == {"1": "4", "2": "5", "year": "5"}
    assert cards(cast, None).keys[-1] == "year"


def test_who_left_before_the_term_has_no_card_of_it(cast: Cast) -> None:
    assert {one.pupil.id for one in cards(cast).cards} == {
        cast.id_of(name) for name in ("pupil", "classmate", "arrived")
    }
    assert cast.id_of("left") in {one.pupil.id for one in cards(cast, 1).cards}


def test_a_pupil_of_another_class_has_no_card_here(cast: Cast) -> None:
    with pytest.raises(NotFound):
        cards(cast, pupil="other_pupil")
    with pytest.raises(NotFound):
        cards(cast, 9)


@pytest.mark.parametrize("by", ["teacher", "admin", "pupil", "guardian", "teacher_b"])
def test_others_print_no_cards(cast: Cast, by: str) -> None:
    with pytest.raises(NotFound):
        cards(cast, by=by)
