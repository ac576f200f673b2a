"""What the names of a timetable file stand for: the same name, a remembered one, a likely one, a new one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import Session

from ejournal.lazily import Lazily
from ejournal.models import ImportMapping, Room, School, SchoolClass, Subject
from ejournal.models.base import table
from ejournal.models.structure import class_title
from ejournal.services.base.names import folded, same
from ejournal.services.exchange.file import FileTeacher, TimetableFile
from ejournal.services.exchange.people import Likeness, People, load_people

if TYPE_CHECKING:
    from rapidfuzz import fuzz, process
else:
    fuzz = Lazily("rapidfuzz.fuzz")
    process = Lazily("rapidfuzz.process")

LIKELY = 70
SUGGESTED = 5
SURE = 100
"""The score of who is meant, as far as the name tells."""
NAME_LENGTH = 200
ASKED = "asked"
"""How a name stands that may be several people."""
LIKENESS_WORDS = {
    Likeness.ID: "exact",
    Likeness.FULL: "exact",
    Likeness.LAST_FIRST: "likely",
    Likeness.INITIALS: "likely",
}
FOUND = set(LIKENESS_WORDS.values())


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
    """A name of the file and what it stands for: how is exact, likely, remembered, chosen, new or asked."""

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
    people = People(session.get_one(School, school_id).code, load_people(session, school_id))
    teachers = {one.name: one for one in file.teachers}
    found = [
        _match(kind, name, spelt, known[kind], remembered, choices)
        for kind, names in _names(file).items()
        for name, spelt in names
    ]
    return _kept_apart(
        [_person(one, teachers[one.name], people) if one.kind is NameKind.TEACHER else one for one in found]
    )


def _names(file: TimetableFile) -> dict[NameKind, Iterable[tuple[str, str]]]:
    return {
        NameKind.CLASS: list(_class_names(file)),
        NameKind.SUBJECT: [(one.name, one.name) for one in file.subjects],
        NameKind.TEACHER: [(one.name, one.name) for one in file.teachers],
        NameKind.ROOM: [(one.name, one.name) for one in file.rooms],
    }


def _class_names(file: TimetableFile) -> Iterable[tuple[str, str]]:
    """Each class with its title; where two of the file would be called alike, the second keeps its name."""
    owners: dict[str, str] = {}
    for one in file.classes:
        title = class_title(one.grade, one.letter)
        owner = owners.setdefault(same(title), same(one.name))
        yield one.name, title if owner == same(one.name) else one.name


def _match(
    kind: NameKind, name: str, spelt: str, known: dict[int, str],
    remembered: Mapping[tuple[str, str], int], choices: Choices,
) -> NameMatch:  # fmt: skip
    chosen = choices.get((kind.value, name))
    alike = [key for key, other in known.items() if same(other) in (same(spelt), same(name))]
    # Of people alone there may be namesakes: of all else, a new one of the same name is the one there is.
    if chosen is not None and (chosen in known or not alike or kind is NameKind.TEACHER):
        how = "chosen" if chosen in known else "new"
        return NameMatch(kind, name, chosen if chosen in known else None, known.get(chosen, ""), how)
    kept = remembered.get((kind.value, name))
    if kept in known:
        return NameMatch(kind, name, kept, known[kept], "exact" if kept in alike else "remembered")
    if kind is NameKind.TEACHER:
        return NameMatch(kind, name, None, "", "unknown", _suggest(spelt, known))
    if len(alike) == 1:
        return NameMatch(kind, name, alike[0], known[alike[0]], "exact")
    return NameMatch(kind, name, None, "", "new", _suggest(spelt, known))


def _person(match: NameMatch, teacher: FileTeacher, people: People) -> NameMatch:
    """Who a teacher is that nobody has decided yet; an id in the file is surer than what is remembered."""
    if match.how in ("chosen", "new"):
        return match
    meant, how = people.meant(teacher)
    if match.how != "unknown" and not (how is Likeness.ID and len(meant) == 1):
        return match
    if len(meant) == 1:
        return replace(match, target_id=meant[0].id, target=meant[0].name, how=LIKENESS_WORDS[how])
    candidates = tuple(Suggestion(one.id, one.name, SURE) for one in meant)
    others = tuple(one for one in match.suggestions if one.id not in {known.id for known in meant})
    return replace(match, how=ASKED if meant else "new", suggestions=(*candidates, *others))


def _kept_apart(matches: list[NameMatch]) -> list[NameMatch]:
    """Names that differ stay different: two that would be one person are asked, unless they were joined."""
    spelt: dict[int, set[str]] = defaultdict(set)
    for one in matches:
        if one.kind is NameKind.TEACHER and one.target_id:
            spelt[one.target_id].add(same(one.name))
    return [
        replace(one, target_id=None, target="", how=ASKED,
                suggestions=(Suggestion(one.target_id, one.target, SURE),))
        if one.target_id and one.how in FOUND and len(spelt[one.target_id]) > 1
        and one.kind is NameKind.TEACHER
        else one
        for one in matches
    ]  # fmt: skip


def asked(matches: Iterable[NameMatch]) -> list[NameMatch]:
    """The names that may be several people: nothing is taken in before somebody has said who it is."""
    return [one for one in matches if one.how == ASKED]


def _suggest(name: str, known: dict[int, str]) -> tuple[Suggestion, ...]:
    spelt = {key: folded(other) for key, other in known.items()}
    found = process.extract(folded(name), spelt, scorer=fuzz.WRatio, limit=SUGGESTED, score_cutoff=LIKELY)
    return tuple(Suggestion(key, known[key], min(round(score), SURE - 1)) for _, score, key in found)


def load_known(session: Session, school_id: int, year_id: int | None) -> Known:
    """What the school has already, by kind; four queries."""
    klass, subject, room = (table(model) for model in (SchoolClass, Subject, Room))
    classes = select(klass.c.id, klass.c.grade, klass.c.letter).where(
        klass.c.school_id == school_id, klass.c.year_id == year_id
    )
    return {
        NameKind.CLASS: {key: class_title(*rest) for key, *rest in session.execute(classes)},
        NameKind.SUBJECT: _plain(session, subject, school_id),
        NameKind.TEACHER: {one.id: one.name for one in load_people(session, school_id)},
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
        if match.how not in ("chosen", "new") or len(match.name) > NAME_LENGTH:
            continue  # a longer one cannot be kept whole, and a part of it could be another name
        row = kept.get((match.kind.value, match.name))
        if row is None:
            row = ImportMapping(school_id=school_id, kind=match.kind.value, name=match.name, target_id=0)
        row.target_id = ids[match.kind, match.name]
        session.add(row)
    session.flush()
