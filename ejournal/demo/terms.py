"""Term marks of the terms that are over, year marks when the year is."""

from datetime import date

from ejournal.demo.store import Store
from ejournal.demo.teaching import Tallies
from ejournal.demo.world import CourseSeed, Pupil, World, moment
from ejournal.models import ScaleKind, TermMark, TermMarkScope
from ejournal.services.calendar.year import DAY, Calendar
from ejournal.services.grading.averages import RoundingRule, Tally, propose_term_mark, propose_year_mark
from ejournal.services.grading.scales import EXEMPT

DEVIATING = 0.25


def add_term_marks(store: Store, world: World, calendar: Calendar, tallies: Tallies) -> None:
    """The proposals of the rule, a few of them raised by the teacher."""
    rng, rule = world.rng("terms"), RoundingRule()
    for course in world.courses:
        if not course.marked:
            continue
        terms = calendar.terms_of(world.schemes[course.klass.scheme])
        over = [term for term in terms if term.ends < world.filled_until + DAY and _is_over(world, term.ends)]
        kind = ScaleKind.PASS if course.passing else ScaleKind.FIVE
        for pupil in course.pupils:
            values: list[str] = []
            for term in over:
                if not pupil.present_in_class(term.ends):
                    continue
                tally = tallies.get((course.id, pupil.id, term.number), Tally())
                proposed = propose_term_mark(kind, tally, course.hours, rule, settling=True)
                value = proposed
                if pupil.id in course.exempt:
                    value = proposed = EXEMPT
                elif rng.random() < DEVIATING:
                    value = _raised(proposed, tally)
                values.append(value)
                _add(store, world, course, pupil, TermMarkScope.TERM, term.number, value, proposed, term.ends)
            if len(values) == len(terms):
                year = propose_year_mark(kind, values, rule)
                _add(store, world, course, pupil, TermMarkScope.YEAR, 0, year, year, terms[-1].ends)
        store.flush_when_full()


def _is_over(world: World, ends: date) -> bool:
    return ends < world.filled_until or world.filled_until == world.days.ends


def _raised(proposed: str, tally: Tally) -> str:
    # A teacher rounds a narrow case up: 4,41 becomes «5».
    exact = tally.exact
    if exact is None or proposed not in ("2", "3", "4"):
        return proposed
    return str(int(proposed) + 1) if float(exact) >= int(proposed) + 0.38 else proposed


def _add(
    store: Store,
    world: World,
    course: CourseSeed,
    pupil: Pupil,
    scope: TermMarkScope,
    number: int,
    value: str,
    proposed: str,
    day: date,
) -> None:
    store.add(
        TermMark,
        school_id=world.school_id,
        course_id=course.id,
        pupil_id=pupil.id,
        scope=scope,
        term_number=number,
        value=value,
        proposed=proposed,
        author_id=course.teacher.id,
        changed_at=moment(day, 15),
    )
