"""What there is to print of a whole school, and who may begin it."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update
from sqlmodel import Session

from ejournal import clock
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import Guardianship, Opening, OpeningKind, SchoolClass, Term, TermKind, TermScheme
from ejournal.models.base import table
from ejournal.services.papers.choice import PaperKind
from ejournal.services.papers.classes import ClassBook
from ejournal.services.papers.whole import making, runs
from ejournal.services.papers.whole.plans import Piece, plan_of
from ejournal.services.papers.whole.runs import Wish
from tests.cast import DAY, Cast

KINDS = [PaperKind.JOURNAL]


def with_half_years(cast: Cast, first_ends: date = date(2026, 12, 29)) -> SchoolClass:
    """A class of half-years beside those of quarters."""
    school_id, year_id = cast.schools["a"].id or 0, cast.classes["6b"].year_id
    scheme = TermScheme(school_id=school_id, year_id=year_id, kind=TermKind.HALF_YEAR, name="Полугодия")
    cast.session.add(scheme)
    cast.session.flush()
    days = ((date(2026, 9, 1), first_ends), (date(2027, 1, 11), date(2027, 5, 31)))
    for number, (starts, ends) in enumerate(days, 1):
        cast.session.add(
            Term(school_id=school_id, scheme_id=scheme.id or 0, number=number, starts=starts, ends=ends)
        )
    made = SchoolClass(school_id=school_id, year_id=year_id, grade=10, letter="А", scheme_id=scheme.id or 0)
    cast.session.add(made)
    cast.session.flush()
    return made


def test_a_class_of_half_years_is_printed_with_the_quarter_in_which_one_ends(cast: Cast) -> None:
    tenth = with_half_years(cast)
    plan = plan_of(cast.session, cast.schools["a"].id or 0, DAY)
    assert [one.number for one in plan.terms] == [1, 2, 3, 4]
    own = {
        number: [one.term_number for one in plan.pieces(number, KINDS)[0] if one.class_id == tenth.id]
        for number in (1, 2, 3, 4, None)
    }
    assert own == {1: [], 2: [1], 3: [], 4: [2], None: [None]}
    assert plan.pieces(1, [PaperKind.JOURNAL])[1] == ["10 «А»"]


@pytest.mark.parametrize(("today", "left_out"), [(30, ("10 «А»",)), (31, ())])
def test_a_class_whose_own_term_still_goes_on_is_left_out_of_the_archive(
    cast: Cast, today: int, left_out: tuple[str, ...]
) -> None:
    with_half_years(cast, first_ends=date(2026, 10, 30))
    deputy = replace(cast.actor("deputy"), today=date(2026, 10, today))
    for archives, expected in ((False, ()), (True, left_out)):
        run_id = runs.begin(cast.session, deputy, Wish(1, archives=archives), "ru", clock.now())
        found = runs.run_of(cast.session, deputy)
        assert found is not None
        assert (found.left_out, found.total) == (expected, 4 - len(expected))
        making.note_done(cast.session, run_id, {})


def begin(cast: Cast, wish: Wish, by: str = "deputy") -> int:
    return runs.begin(cast.session, cast.actor(by), wish, "ru", clock.now())


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (Wish(9), "There is no such term in this year"),
        (Wish(1, ()), "Choose what is to be printed"),
        (Wish(2, archives=True), "Only a term or year that is over goes into the archive"),
    ],
)
def test_what_cannot_be_made_is_refused(cast: Cast, wish: Wish, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        begin(cast, wish)
    assert runs.run_of(cast.session, cast.actor("deputy")) is None


def test_a_school_without_classes_has_nothing_to_print(session: Session) -> None:
    with pytest.raises(DomainError, match="no classes"):
        plan_of(session, 1, DAY)


@pytest.mark.parametrize("member", ["class_teacher", "teacher", "admin", "guardian", "pupil"])
def test_only_heads_print_the_whole_school(cast: Cast, member: str) -> None:
    with pytest.raises(NotAllowed):
        begin(cast, Wish(1), member)
    begin(cast, Wish(1))
    for verb in (runs.stop, runs.go_on, runs.throw_away, runs.run_of):
        with pytest.raises(NotAllowed):
            verb(cast.session, cast.actor(member))


def test_another_school_sees_nothing_of_it(cast: Cast) -> None:
    begin(cast, Wish(1))
    with pytest.raises(NotFound):
        runs.taken(cast.session, cast.actor("deputy"), "zip")


def test_who_takes_the_journals_is_written_down(cast: Cast) -> None:
    run_id = begin(cast, Wish(1))
    making.note_done(cast.session, run_id, {"zip": {"size": 1}})
    runs.taken(cast.session, cast.actor("deputy"), "zip")
    rows = table(Opening).c
    kinds = cast.session.execute(table(Opening).select().where(rows.opener_id == cast.id_of("deputy"))).all()
    assert {(one.kind, one.subject_id) for one in kinds} == {
        (OpeningKind.CLASS_JOURNAL, cast.classes[name].id) for name in ("2a", "6b", "6v")
    }


def test_contacts_hidden_from_one_of_those_who_may_take_it_are_not_in_it(cast: Cast) -> None:
    cast.people["guardian"].phone = "+79161234567"
    ward, school_id = table(Guardianship), cast.schools["a"].id or 0
    of_pupil = ward.c.guardian_id == cast.id_of("guardian")
    cast.session.execute(update(ward).where(of_pupil).values(contacts_hidden=True))
    piece = Piece(cast.classes["6b"].id or 0, "6 «Б»", PaperKind.JOURNAL, 1)
    book = making.read_piece(cast.session, school_id, piece)
    assert isinstance(book, ClassBook)
    phones = {
        one.phone for pupil in book.people for one in pupil.guardians if one.name.startswith("Лебедева")
    }
    assert phones == {""}


def test_the_time_that_is_left_is_that_of_the_others_of_its_kind(cast: Cast) -> None:
    run_id = begin(cast, Wish(1))
    assert (found := runs.run_of(cast.session, cast.actor("deputy"))) is not None
    assert (found.left_s, found.now) == (None, "2 «А»")
    job = making.next_job(cast.session, run_id, "me")
    assert job is not None
    making.note_made(cast.session, job.part_id, making.Made(30_000, 10, 1, ""))
    assert (found := runs.run_of(cast.session, cast.actor("deputy"))) is not None
    assert (found.left_s, found.done, found.total, found.now) == (60, 1, 3, "6 «Б»")
