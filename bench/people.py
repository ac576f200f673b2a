"""How fast people come and are found: python -m bench.people TIMES prints the figures, changes nothing."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import islice, product
from time import perf_counter

from sqlalchemy import exists, select
from sqlmodel import Session

from bench.apart import act_ms, measured_apart
from bench.timetable import the_head
from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.database import engine
from ejournal.integrations.marks.reading import read_marks
from ejournal.integrations.people.reading import read_people
from ejournal.models import LessonStatus, ScaleKind
from ejournal.models.spans import holds_on
from ejournal.services.base import tables as db
from ejournal.services.marks_import.importing import plan, year_starts
from ejournal.services.marks_import.importing import take_in as take_marks
from ejournal.services.people.card import person_card
from ejournal.services.people.search import Wanted, find_people
from ejournal.services.people_import.importing import take_in, try_in

PUPILS = 1000
MARKS = 20_000
LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
SOUGHT = ("а", "ив", "петр", "анна с", "6б", "916", "gtnh", "щукина е")


def figures(address: str, times: int) -> dict[str, float]:
    """The figures by name, measured in a process of their own."""
    return measured_apart("bench.people", address, times)


def measure(times: int) -> dict[str, float]:
    """The same in this process's database: a list as a school of its size brings it, twice over."""
    with Session(engine()) as session:
        head = the_head(session)
        began = perf_counter()
        file = read_people(_list())
        read = perf_counter() - began
        began = perf_counter()
        try_in(session, head.school_id, head.today, file)
        tried = perf_counter() - began
        began = perf_counter()
        take_in(session, head.school_id, None, head.today, file, clock.now())
        found = {"people.import.s": read + perf_counter() - began, "people.import_dry.s": read + tried}
        began = perf_counter()
        listed = _marks(session, head)
        marks = read_marks(listed, year_starts(session, head.school_id, head.today))
        planned = plan(session, head.school_id, head.today, marks)
        taken = take_marks(lambda: nullcontext(session), planned, head.person_id, head.today, clock.now())
        assert taken.made["marks"] == listed.count(b"\n"), taken.faults[:3]  # fewer in a small school
        found["people.marks_import.s"] = perf_counter() - began
        people = list(session.scalars(select(db.person.c.id).where(db.person.c.school_id == head.school_id)))
        found["people.search.p95_ms"] = act_ms(
            times, lambda at: find_people(session, head, Wanted(SOUGHT[at % len(SOUGHT)])), share=0.95
        )
        found["people.card.p50_ms"] = act_ms(
            times, lambda at: person_card(session, head, people[at * 7 % len(people)])
        )
        session.rollback()
    return found


def take_list() -> None:
    """Take the list into the only school of the database, for good."""
    with Session(engine()) as session:
        head = the_head(session)
        take_in(session, head.school_id, None, head.today, read_people(_list()), clock.now())
        session.commit()


def _marks(session: Session, head: Actor) -> bytes:
    """A mark a row into empty cells of past lessons, as another journal gives them out."""
    lesson, course, place, klass, mark, person = (
        one.c for one in (db.lesson, db.course, db.enrolment, db.school_class, db.mark, db.person)
    )
    empty = ~exists().where(mark.lesson_id == lesson.id, mark.pupil_id == place.pupil_id)
    absent = exists().where(
        db.attendance.c.lesson_id == lesson.id, db.attendance.c.pupil_id == place.pupil_id
    )
    exempt = exists().where(db.exemption.c.course_id == course.id, db.exemption.c.pupil_id == place.pupil_id)
    rows = session.execute(
        select(klass.grade, klass.letter, *(person.last_name, person.first_name, person.middle_name))
        .add_columns(db.subject.c.name, lesson.day, lesson.number)
        .join_from(db.lesson, db.course, course.id == lesson.course_id)
        .join(db.subject, db.subject.c.id == course.subject_id)
        .join(db.school_class, klass.id == course.class_id)
        .join(db.enrolment, place.class_id == klass.id)
        .join(db.person, person.id == place.pupil_id)
        .where(lesson.school_id == head.school_id, lesson.day < head.today, course.group_id.is_(None))
        .where(lesson.status == LessonStatus.PLANNED, klass.scale == ScaleKind.FIVE, course.scale.is_(None))
        .where(empty, ~absent, ~exempt)
        .where(holds_on(place, lesson.day), person.middle_name != "")  # not the pupil entered twice
        .order_by(lesson.id, person.id)
        .limit(MARKS)
    )
    lines = ["Класс;ФИО;Предмет;Дата;№ урока;Оценка"]
    for at, (grade, letter, last, first, middle, subject, day, number) in enumerate(rows):
        line = f"{grade}{letter};{last} {first} {middle};{subject};{day:%d.%m.%Y};{number};{2 + at % 4}"
        lines.append(line)
    return "\n".join(lines).encode()


def _list() -> bytes:
    """A thousand pupils with one guardian or two, as text."""
    lines = ["ФИО;Дата рождения;Класс;ФИО матери;Телефон матери;ФИО отца;Телефон отца"]
    for at, name in enumerate(islice(_names(), PUPILS)):
        father = f"Списков{name} Пётр Ильич;{89170000000 + at}" if at % 2 else ";"
        born = f"{1 + at % 28:02}.{1 + at % 12:02}.{2010 + at % 8}"
        place = f"{1 + at % 11}{'АБВГ'[at // 11 % 4]}"
        mother = f"Спискова{name} Анна Ильинична;{89160000000 + at}"
        lines.append(f"Списков{name} Илья Петрович;{born};{place};{mother};{father}")
    return "\n".join(lines).encode()


def _names() -> Iterator[str]:
    return map("".join, product(LETTERS, repeat=2))


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
