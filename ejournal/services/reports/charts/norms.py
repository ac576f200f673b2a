"""How many marks pupils have beside how many they should have by the school's rule of a term."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.models import ScaleKind
from ejournal.services.calendar.year import TermSpan
from ejournal.services.grading.averages import Tally, share
from ejournal.services.reports.book import Book, PupilResults, ReportCourse
from ejournal.services.reports.charts.whose import Whose
from ejournal.services.reports.grid import Fact, Facts, Form, Grid, Row, Spot
from ejournal.services.reports.periods import Period
from ejournal.services.reports.rows import Scope, read_tallies

Link = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Held:
    """How many marks of a course a pupil has, and should have by today."""

    course: ReportCourse
    class_id: int
    class_title: str
    pupil_id: int
    name: str
    due: int
    scale: ScaleKind
    tally: Tally

    @property
    def marks(self) -> int:
        """How many there are."""
        return self.tally.count

    @property
    def is_short(self) -> bool:
        """Whether there are fewer than there should be."""
        return self.marks < self.due

    def fact(self, locale: str) -> Fact:
        """The pupil with «3 of 5»."""
        words = gettext(locale, "{n} of {due}", n=self.marks, due=self.due)
        return Fact(
            self.pupil_id, self.name, self.class_title, self.course.id, self.course.subject, value=words
        )


def due_by(fewest: int, term: TermSpan, came: date, today: date) -> int:
    """How many of the fewest marks of a term should stand on the day, in step with its days; rounded down.

    Of who came during the term by the days since.
    """
    whole = (term.ends - term.starts).days + 1
    gone = (min(today, term.ends) - max(term.starts, came)).days + 1
    return max(fewest * gone // whole, 0)


def norms_grid(
    session: Session, actor: Actor, book: Book, whose: Whose, period: Period, locale: str, link: Link
) -> Grid:
    """By course, of a grade or the school by class; one query for each span that the classes' term has."""
    found = read_held(session, actor, book, whose.scope, book.pupils(period), period)
    title = gettext(locale, "Marks beside the norm of the term")
    if whose.by_pupils and not whose.of_one_class:
        return _by_class(found, title, locale, link)
    return _by_course(found, title, locale, link)


def read_held(
    session: Session, actor: Actor, book: Book, scope: Scope, pupils: Iterable[PupilResults], period: Period
) -> list[Held]:
    """Of each course of the pupils; none of a year. One query for each span that the classes' term has."""
    spans: dict[tuple[date, date], list[int]] = {}
    for one in period.terms:
        spans.setdefault((one.starts, one.ends), []).append(one.scheme_id)
    tallies = {
        span: read_tallies(session, actor, period.year.id, scope.of_schemes(schemes), *span)
        for span, schemes in spans.items()
    }
    found = []
    for pupil in pupils:
        of_class = pupil.of_class
        term, day = period.term(of_class.scheme_id), book.roll_day(period, of_class)
        if term is None or day is None:
            continue
        came = _came(book, pupil.pupil_id, of_class.id, day) or term.starts
        of_pupil: dict[int, Tally] = tallies.get((term.starts, term.ends), {}).get(pupil.pupil_id, {})
        for result in pupil.results:
            course = result.course
            if book.is_exempt(course, pupil.pupil_id, day):
                continue
            scale = course.scale or of_class.scale
            tally = book.tally_of(course, scale, of_pupil)
            due = due_by(book.rule.fewest_marks(course.weekly_hours), term, came, actor.today)
            found.append(
                Held(course, of_class.id, of_class.title, pupil.pupil_id, pupil.name, due, scale, tally)
            )
    return found


def _came(book: Book, pupil_id: int, class_id: int, day: date) -> date | None:
    """The first day of the pupil's stay in the class."""
    places = (place.span for one, place in book.places_of(pupil_id) if one == class_id)
    return next((span.starts for span in places if span.holds_on(day)), None)


def _by_course(found: list[Held], title: str, locale: str, link: Link) -> Grid:
    by_course: dict[int, list[Held]] = {}
    for one in found:
        by_course.setdefault(one.course.id, []).append(one)
    rows, differs = [], False
    for course_id, held in by_course.items():
        course, short = held[0].course, [one for one in held if one.is_short]
        classes = dict.fromkeys(one.class_title for one in held)
        named = ", ".join(part for part in (course.subject, *classes, course.group) if part)
        facts = _facts(held, locale)
        spots = (
            Spot(_hours(course.weekly_hours)),
            Spot(max(one.due for one in held)),
            Spot(len(held), facts),
            Spot(share(sum(one.marks for one in held), len(held)), facts),
            Spot(len(short), _facts(short, locale), is_over=bool(short)),
        )
        differs = differs or len({one.due for one in held}) > 1
        rows.append(Row(str(course_id), named, spots, 1, link(f"course:{course_id}")))
    heads = (
        ("hours", gettext(locale, "Lessons a week")),
        ("due", gettext(locale, "Norm by today")),
        ("pupils", gettext(locale, "Pupils")),
        ("mean", gettext(locale, "Marks of a pupil")),
        ("short", gettext(locale, "Have fewer")),
    )
    note = gettext(locale, "Who came during the term should have fewer: the largest norm is shown.")
    return Grid(
        "norms", title, Form.TABLE, heads, tuple(rows), first=gettext(locale, "Course"),
        note=note if differs else "",
    )  # fmt: skip


def _by_class(found: list[Held], title: str, locale: str, link: Link) -> Grid:
    by_class: dict[int, list[Held]] = {}
    for one in found:
        by_class.setdefault(one.class_id, []).append(one)
    rows = []
    for class_id, held in by_class.items():
        short = [one for one in held if one.is_short]
        spots = (
            Spot(len({one.pupil_id for one in held})),
            Spot(share(sum(one.marks for one in held), len(held)), _facts(held, locale)),
            Spot(len(short), _facts(short, locale), is_over=bool(short)),
            Spot(share(len(short) * 100, len(held)), _facts(short, locale)),
        )
        rows.append(Row(str(class_id), held[0].class_title, spots, 1, link(f"class:{class_id}")))
    heads = (
        ("pupils", gettext(locale, "Pupils")),
        ("mean", gettext(locale, "Marks of a pupil in a course")),
        ("short", gettext(locale, "Fewer than the norm")),
        ("share", gettext(locale, "Of all, %")),
    )
    return Grid("norms", title, Form.TABLE, heads, tuple(rows), first=gettext(locale, "Class"))


def _facts(held: Sequence[Held], locale: str) -> Facts:
    return Facts(len(held), lambda: (one.fact(locale) for one in held))


def _hours(weekly: Decimal) -> int | Decimal:
    return int(weekly) if weekly == int(weekly) else weekly
