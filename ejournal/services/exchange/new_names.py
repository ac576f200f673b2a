"""The subjects, rooms, teachers and classes of a timetable file: those unknown are made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlmodel import Session, SQLModel

from ejournal.errors import DomainError
from ejournal.models import Person, Role, RoleGrant, Room, SchoolClass, Subject
from ejournal.models.structure import class_title
from ejournal.services.base.class_names import LETTER_LENGTH
from ejournal.services.base.names import same, tidy
from ejournal.services.exchange.courses import Ids
from ejournal.services.exchange.file import FileClass, FileTeacher, TimetableFile
from ejournal.services.exchange.names import NameKind, NameMatch
from ejournal.services.exchange.people import take_apart
from ejournal.services.timetable.rows import VACANCY

WEEK = 5
SHORT_LENGTH, EXTERNAL_LENGTH = 40, 120


def make_names(
    session: Session, school_id: int, year_id: int, scheme_id: int, file: TimetableFile,
    matches: Iterable[NameMatch], days: Mapping[str, int],
) -> Ids:  # fmt: skip
    """The id of every name of the file; a class that has lessons on Saturday gets a week of six days."""
    ids: Ids = {}
    new: dict[NameKind, list[str]] = defaultdict(list)
    for match in matches:
        if match.target_id is None:
            new[match.kind].append(match.name)
        else:
            ids[match.kind, match.name] = match.target_id
    maker = _Maker(session, school_id, ids)
    maker.subjects(file, new[NameKind.SUBJECT])
    maker.rooms(file, new[NameKind.ROOM])
    maker.teachers(file, new[NameKind.TEACHER])
    maker.classes(file, new[NameKind.CLASS], year_id, scheme_id, days)
    for (kind, name), class_id in list(ids.items()):
        if kind is NameKind.CLASS and days.get(name, 0) > WEEK:
            known = session.get_one(SchoolClass, class_id)
            known.days_per_week = max(known.days_per_week, days[name])
            session.add(known)
    session.flush()
    return ids


class _Maker:
    def __init__(self, session: Session, school_id: int, ids: Ids) -> None:
        self.session, self.school_id, self.ids = session, school_id, ids

    def _add(self, kind: NameKind, rows: Mapping[str, SQLModel]) -> None:
        """Add one row for each spelling; names that are the same get the same row."""
        kept: dict[str, SQLModel] = {}
        for name, row in rows.items():
            kept.setdefault(same(name), row)
        self.session.add_all(kept.values())
        self.session.flush()
        for name in rows:
            self.ids[kind, name] = kept[same(name)].id  # type: ignore[attr-defined]

    def subjects(self, file: TimetableFile, names: Iterable[str]) -> None:
        """New subjects, with the file's short names."""
        short = {one.name: one.short for one in file.subjects}
        self._add(
            NameKind.SUBJECT,
            {
                name: Subject(school_id=self.school_id, name=name, short_name=_short(short.get(name, "")))
                for name in names
            },
        )

    def rooms(self, file: TimetableFile, names: Iterable[str]) -> None:
        """New rooms; one that the file itself gives to several lessons at once is a shared one."""
        capacity, shared = {one.name: one.capacity for one in file.rooms}, _shared_rooms(file)
        self._add(
            NameKind.ROOM,
            {
                name: Room(
                    school_id=self.school_id,
                    name=name,
                    capacity=capacity.get(name),
                    shared=name in shared,
                )
                for name in names
            },
        )

    def teachers(self, file: TimetableFile, names: Iterable[str]) -> None:
        """New people with the role of a teacher; two with the same name are the same."""
        known = {one.name: one for one in file.teachers}
        people = {name: _new_person(self.school_id, known[name]) for name in names}
        self._add(NameKind.TEACHER, people)
        for person in people.values():
            if person.id is not None:
                self.session.add(RoleGrant(school_id=self.school_id, person_id=person.id, role=Role.TEACHER))
        self.session.flush()

    def classes(
        self, file: TimetableFile, names: Iterable[str], year_id: int, scheme_id: int, days: Mapping[str, int]
    ) -> None:
        """New classes; where two would be called alike, the second keeps its whole name."""
        known = {one.name: one for one in file.classes}
        taken: set[tuple[int, str]] = set()
        for name in names:
            grade, letter = _free(known[name], taken)
            taken.add((grade, letter))
            row = SchoolClass(
                school_id=self.school_id, year_id=year_id, scheme_id=scheme_id, grade=grade, letter=letter,
                days_per_week=max(WEEK, days.get(name, WEEK)),
            )  # fmt: skip
            self.session.add(row)
            self.session.flush()
            assert row.id is not None
            self.ids[NameKind.CLASS, name] = row.id


def _free(one: FileClass, taken: set[tuple[int, str]]) -> tuple[int, str]:
    if (one.grade, one.letter) not in taken:
        return one.grade, one.letter
    whole = tidy(one.name)
    if len(whole) > LETTER_LENGTH or (one.grade, whole) in taken:
        raise DomainError(
            "Two classes of the file would be called alike: “{name}”. Name them differently in the file",
            name=class_title(one.grade, one.letter),
        )
    return one.grade, whole


def _short(name: str) -> str:
    # A short name is only shown, and a cut one could be read as another: then none.
    return name if len(name) <= SHORT_LENGTH else ""


def _new_person(school_id: int, teacher: FileTeacher) -> Person:
    written = take_apart(teacher)
    keeps = teacher.is_foreign and teacher.external != VACANCY and len(teacher.external) <= EXTERNAL_LENGTH
    external = teacher.external if keeps else ""
    return Person(school_id=school_id, last_name=written.last, first_name=written.first,
                  middle_name=written.middle, external_id=external)  # fmt: skip


def _shared_rooms(file: TimetableFile) -> set[str]:
    """Rooms in which the file has several lessons of one subject at once: sports halls, streams."""
    subjects: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for entry in file.entries:
        for room in entry.rooms:
            subjects[room, entry.weekday, entry.number].append(file.lessons[entry.lesson].subject)
    return {room for (room, _, _), found in subjects.items() if len(found) > len(set(found))}
