"""What the names of a timetable file stand for: the same name, a remembered one, a likely one, a new one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlmodel import Session

from ejournal.models import ImportMapping, Person, Role, RoleGrant, Room, SchoolClass, Subject
from ejournal.models.base import table
from ejournal.models.structure import class_title
from ejournal.services.class_names import same
from ejournal.services.timetable_file import FileTeacher, TimetableFile

LIKELY = 70
SUGGESTED = 5
NAME_LENGTH = 200


class NameKind(StrEnum):
    """What a name of a file names."""

    CLASS = "class"
    SUBJECT = "subject"
    TEACHER = "teacher"
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the school has that a name may stand for; score 0–100."""

    id: int
    name: str
    score: int


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name of the file and what it stands for: how is exact, remembered, chosen or new."""

    kind: NameKind
    name: str
    target_id: int | None
    target: str
    how: str
    suggestions: tuple[Suggestion, ...] = ()


Known = dict[NameKind, dict[int, str]]
Choices = Mapping[tuple[str, str], int]


def match_names(
    session: Session, school_id: int, year_id: int | None, file: TimetableFile, choices: Choices
) -> list[NameMatch]:
    """Every name of the file; choices tell by (kind, name) which row is meant, 0 a new one."""
    known = load_known(session, school_id, year_id)
    remembered = _remembered(session, school_id)
    return [
        _match(kind, name, spelt, known[kind], remembered, choices)
        for kind, names in _names(file).items()
        for name, spelt in names
    ]


def _names(file: TimetableFile) -> dict[NameKind, Iterable[tuple[str, str]]]:
    return {
        NameKind.CLASS: [(one.name, class_title(one.grade, one.letter)) for one in file.classes],
        NameKind.SUBJECT: [(one.name, one.name) for one in file.subjects],
        NameKind.TEACHER: [(one.name, _spelt(one)) for one in file.teachers],
        NameKind.ROOM: [(one.name, one.name) for one in file.rooms],
    }


def _spelt(teacher: FileTeacher) -> str:
    # A namesake is written with a mark, «Орлов Вера (Орл8)»: the plain name would mean either.
    whole = f"{teacher.last} {teacher.first}".strip()
    return whole if whole and not teacher.name.endswith(")") else teacher.name


def _match(
    kind: NameKind, name: str, spelt: str, known: dict[int, str],
    remembered: Mapping[tuple[str, str], int], choices: Choices,
) -> NameMatch:  # fmt: skip
    chosen = choices.get((kind.value, name))
    exact = [key for key, other in known.items() if same(other) in (same(spelt), same(name))]
    # Of people alone there may be namesakes: of all else, a new one of the same name is the one there is.
    if chosen is not None and (chosen in known or not exact or kind is NameKind.TEACHER):
        how = "chosen" if chosen in known else "new"
        return NameMatch(kind, name, chosen if chosen in known else None, known.get(chosen, ""), how)
    if len(exact) == 1:
        return NameMatch(kind, name, exact[0], known[exact[0]], "exact")
    kept = remembered.get((kind.value, name))
    if kept in known:
        return NameMatch(kind, name, kept, known[kept], "remembered")
    return NameMatch(kind, name, None, "", "new", _suggest(spelt, known))


def _suggest(name: str, known: dict[int, str]) -> tuple[Suggestion, ...]:
    spelt = {key: same_words(other) for key, other in known.items()}
    found = process.extract(same_words(name), spelt, scorer=fuzz.WRatio, limit=SUGGESTED, score_cutoff=LIKELY)
    return tuple(Suggestion(key, known[key], round(score)) for _, score, key in found)


def same_words(name: str) -> str:
    """The name as likeness is judged: lower case, «ё» as «е»."""
    return name.casefold().replace("ё", "е")


def load_known(session: Session, school_id: int, year_id: int | None) -> Known:
    """What the school has already, by kind; four queries."""
    klass, subject, room, person, grant = (
        table(model) for model in (SchoolClass, Subject, Room, Person, RoleGrant)
    )
    teachers = select(grant.c.person_id).where(
        grant.c.school_id == school_id, grant.c.role.in_((Role.TEACHER, Role.DEPUTY))
    )
    staff = select(person.c.id, person.c.last_name, person.c.first_name).where(
        person.c.school_id == school_id, person.c.id.in_(teachers)
    )
    classes = select(klass.c.id, klass.c.grade, klass.c.letter).where(
        klass.c.school_id == school_id, klass.c.year_id == year_id
    )
    return {
        NameKind.CLASS: {key: class_title(*rest) for key, *rest in session.execute(classes)},
        NameKind.SUBJECT: _plain(session, subject, school_id),
        NameKind.TEACHER: {key: f"{last} {first}".strip() for key, last, first in session.execute(staff)},
        NameKind.ROOM: _plain(session, room, school_id),
    }


def _plain(session: Session, rows: object, school_id: int) -> dict[int, str]:
    columns = rows.c  # type: ignore[attr-defined]
    found = session.execute(select(columns.id, columns.name).where(columns.school_id == school_id))
    return dict(found.all())


def _remembered(session: Session, school_id: int) -> dict[tuple[str, str], int]:
    mapping = table(ImportMapping)
    rows = session.execute(
        select(mapping.c.kind, mapping.c.name, mapping.c.target_id).where(mapping.c.school_id == school_id)
    )
    return {(kind, name): target_id for kind, name, target_id in rows}


def remember(
    session: Session, school_id: int, matches: Iterable[NameMatch], ids: Mapping[tuple[NameKind, str], int]
) -> None:
    """Keep what was chosen by hand or made anew, for the next import."""
    kept = {
        (row.kind, row.name): row
        for row in session.scalars(select(ImportMapping).where(table(ImportMapping).c.school_id == school_id))
    }
    for match in matches:
        if match.how not in ("chosen", "new"):
            continue
        row = kept.get((match.kind.value, match.name[:NAME_LENGTH]))
        if row is None:
            row = ImportMapping(
                school_id=school_id, kind=match.kind.value, name=match.name[:NAME_LENGTH], target_id=0
            )
        row.target_id = ids[match.kind, match.name]
        session.add(row)
    session.flush()
