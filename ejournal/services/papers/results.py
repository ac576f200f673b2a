"""What a class achieved and missed, counted of the papers of its courses: nothing else is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ejournal.services.calendar.year import TermSpan
from ejournal.services.grading.paper_cells import ABSENT
from ejournal.services.papers.courses import CoursePaper, PaperPupil

LAST_KEYS = ("year", "exam", "final")


@dataclass(frozen=True, slots=True)
class Missed:
    """Lessons missed, and days on which every lesson of the pupil's was missed."""

    lessons: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """Term marks: the subjects, the columns in which some mark may stand, the marks of each pupil.

    marks: by pupil, then by subject and column; two marks where a pupil has some of two groups.
    """

    subjects: tuple[str, ...]
    keys: tuple[str, ...]
    pupils: tuple[tuple[int, str], ...]
    marks: Mapping[int, Mapping[tuple[str, str], str]]


def results_of(papers: Iterable[CoursePaper], pupils: Sequence[tuple[int, str]]) -> Results:
    """The summary of the papers for these pupils, by number and name."""
    subjects: dict[str, None] = {}
    keys: dict[str, None] = {}
    marks: dict[int, dict[tuple[str, str], str]] = {number: {} for number, _ in pupils}
    for paper in papers:
        subjects[paper.subject] = None
        keys.update(dict.fromkeys(key for term in paper.terms for key in term.keys))
        for pupil in paper.pupils:
            own = marks.get(pupil.id)
            if own is None:
                continue
            for key, value in pupil.terms.items():
                place = (paper.subject, key)
                own[place] = f"{own[place]}/{value}" if place in own else value
    ordered = sorted(
        keys, key=lambda key: (key in LAST_KEYS, LAST_KEYS.index(key) if key in LAST_KEYS else int(key))
    )
    return Results(tuple(subjects), tuple(ordered), tuple(pupils), marks)


def missed_of(
    papers: Iterable[CoursePaper], terms: Sequence[TermSpan], today: date
) -> dict[int, dict[int, Missed]]:
    """By pupil and number of the term; a day counts when each lesson of the pupil's own was missed."""
    had: dict[tuple[int, date], int] = {}
    missed: dict[tuple[int, date], int] = {}
    for paper in papers:
        lessons = [one for one in paper.lessons if not one.cancelled and one.day <= today]
        for pupil in paper.pupils:
            for one in lessons:
                if not pupil.is_taught(one.day):
                    continue
                place = (pupil.id, one.day)
                had[place] = had.get(place, 0) + 1
                if is_missed(pupil, one.id):
                    missed[place] = missed.get(place, 0) + 1
    found: dict[int, dict[int, Missed]] = {}
    for (pupil_id, day), count in missed.items():
        term = next((one.number for one in terms if day in one), None)
        if term is None:
            continue
        of_pupil = found.setdefault(pupil_id, {})
        before = of_pupil.get(term, Missed())
        whole = count == had[pupil_id, day]
        of_pupil[term] = Missed(before.lessons + count, before.days + whole)
    return found


def is_missed(pupil: PaperPupil, lesson_id: int) -> bool:
    """Whether the pupil's cell says that the pupil was not at the lesson."""
    return pupil.cells.get(lesson_id, "").split("/")[0] == ABSENT
