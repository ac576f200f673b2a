"""What the browser sees of a timetable file, of its check and of its result."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from ejournal.i18n import LOCALES, gettext
from ejournal.i18n.dates import decimal, full_date, weekday_short
from ejournal.models import WeekParity
from ejournal.services.exchange.file import TimetableFile, told
from ejournal.services.exchange.importing import ImportReport, TeacherLine
from ejournal.services.exchange.names import ASKED, NameKind, NameMatch
from ejournal.services.timetable.conflicts import Conflict, Severity
from ejournal.services.timetable.diff import ChangeKind, Content, SlotChange
from ejournal.ui.kit import Choice
from ejournal.ui.words.lessons import counted, kept_line, kept_words

A_MONDAY = date(2024, 1, 1)
SHOWN = 300
"""Lines of one list that go to the browser."""
KIND_WORDS = {
    NameKind.CLASS: "Classes",
    NameKind.SUBJECT: "Subjects",
    NameKind.TEACHER: "Teachers",
    NameKind.ROOM: "Rooms",
}
NEW_WORDS = {
    NameKind.CLASS: "make a new class",
    NameKind.SUBJECT: "make a new subject",
    NameKind.TEACHER: "make a new teacher",
    NameKind.ROOM: "make a new room",
}
NEW_FACTS = {
    NameKind.CLASS: "New classes",
    NameKind.SUBJECT: "New subjects",
    NameKind.TEACHER: "New teachers",
    NameKind.ROOM: "New rooms",
}
HOW_WORDS = {
    "exact": "the same name",
    "likely": "likely",
    "remembered": "as last time",
    "chosen": "chosen by you",
    "new": "new",
    ASKED: "who is it?",
}
OTHER = "other"


@dataclass(frozen=True)
class FactRow:
    """A figure with what it counts."""

    label: str
    value: str


@dataclass(frozen=True)
class NameRow:
    """A name of the file and what it stands for; value is the id, 0 for a new one."""

    kind: str
    name: str
    value: str
    how: str
    is_new: bool
    options: list[Choice]


@dataclass(frozen=True)
class ClassRow:
    """A class whose lessons differ: how many of them, for its line of the list."""

    title: str
    words: str
    is_open: bool = False


@dataclass(frozen=True)
class PlaceRow:
    """Where class, weekday or lesson number stands in a spreadsheet, to choose from."""

    axis: str
    label: str
    value: str
    options: list[Choice]


@dataclass
class Shown:
    """A check or a result in words of one language."""

    facts: list[dict[str, str]] = field(default_factory=list)
    classes: list[dict[str, Any]] = field(default_factory=list)
    lessons: str = ""
    kept: list[str] = field(default_factory=list)
    kept_words: str = ""
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    teachers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Layout:
    """How a spreadsheet is read: its first cells, where what stands, the first lessons so understood."""

    is_sheet: bool = False
    is_empty: bool = False
    corner: list[list[str]] = field(default_factory=list)
    axes: list[PlaceRow] = field(default_factory=list)
    sample: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What a check foresees, or what an import has done; a class's lines wait until it is opened."""

    classes: list[ClassRow] = field(default_factory=list)
    lessons: str = ""
    kept: list[str] = field(default_factory=list)
    kept_words: str = ""
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    teachers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Picking:
    """The whole list of the school that is open for a name of the file, and what is chosen in it."""

    name: str = ""
    value: str = ""
    options: list[Choice] = field(default_factory=list)


def outcome_of(shown: Shown) -> Outcome:
    """What the page shows of a check or a result at first."""
    return Outcome(
        [ClassRow(one["title"], one["words"]) for one in shown.classes],
        shown.lessons, shown.kept, shown.kept_words, shown.errors, shown.warnings, shown.unplaced,
        shown.teachers,
    )  # fmt: skip


def some(lines: list[str], locale: str) -> list[str]:
    """As many lines as go to the browser, and how many more there are."""
    left = len(lines) - SHOWN
    return lines if left <= 0 else [*lines[:SHOWN], gettext(locale, "… and more: {n}", n=left)]


def facts_of(file: TimetableFile, locale: str) -> list[FactRow]:
    """What was found in the file."""
    counts = (
        ("Classes", len(file.classes)),
        ("Subjects", len(file.subjects)),
        ("Teachers", len(file.teachers)),
        ("Rooms", len(file.rooms)),
        ("Lessons a week", len(file.entries)),
    )
    return [FactRow(gettext(locale, label), str(value)) for label, value in counts]


def name_row(match: NameMatch, locale: str) -> NameRow:
    """One name with the choices that are likely; everything else is behind «other…»."""
    asked = match.how == ASKED
    options = {"": gettext(locale, "choose who it is…")} if asked else {}
    options["0"] = gettext(locale, NEW_WORDS[match.kind])
    if match.target_id is not None:
        options[str(match.target_id)] = match.target
    for one in match.suggestions:
        options.setdefault(str(one.id), one.name)
    options[OTHER] = gettext(locale, "another one…")
    return NameRow(
        kind=match.kind.value,
        name=match.name,
        value="" if asked else str(match.target_id or 0),
        how=gettext(locale, HOW_WORDS[match.how]),
        is_new=match.target_id is None and not asked,
        options=[Choice(value, label) for value, label in options.items()],
    )


def kind_choices(matches: Iterable[NameMatch], locale: str) -> list[Choice]:
    """The kinds of names that the file has, each with how many are not simply the same."""
    counts = {kind: [0, 0] for kind in NameKind}
    for match in matches:
        counts[match.kind][0] += 1
        counts[match.kind][1] += match.how != "exact"
    return [
        Choice(kind.value, gettext(locale, KIND_WORDS[kind]) + (f" · {unsure}" if unsure else ""))
        for kind, (total, unsure) in counts.items()
        if total
    ]


def in_all_languages(report: ImportReport, *, done: bool) -> dict[str, Any]:
    """The report as the page shows it, by language; kept with the draft, so that it outlives the page."""
    return {locale: asdict(_shown(report, locale, done=done)) for locale in LOCALES}


def shown_in(kept: Mapping[str, Any], locale: str) -> Shown:
    """What was kept, in the language."""
    return Shown(**kept[locale]) if locale in kept else Shown()


def _shown(report: ImportReport, locale: str, *, done: bool) -> Shown:
    named = report.outlook.named if report.outlook and not done else ()
    return Shown(
        facts=[asdict(one) for one in _summary(report, locale)],
        classes=[] if done else _changes(report.differences, locale),
        lessons=_lessons(report, locale),
        kept=some([kept_line(locale, one) for one in named], locale),
        kept_words=kept_words(locale, _kept(report)),
        errors=_conflicts(report.conflicts, Severity.ERROR, locale),
        warnings=_conflicts(report.conflicts, Severity.WARNING, locale),
        unplaced=some(
            [
                gettext(locale, "{name}: {hours} a week", name=name, hours=decimal(locale, hours, 1))
                for name, hours in report.unplaced
            ],
            locale,
        ),
        notes=some(told(report.notes, locale), locale),
        teachers=some([_teacher_line(one, report.starts, locale) for one in report.teachers], locale),
    )


def _teacher_line(one: TeacherLine, starts: date, locale: str) -> str:
    return gettext(
        locale, "{course}: {before} → {after}, from {day}", course=one.course, before=one.before,
        after=one.after, day=full_date(locale, starts),
    )  # fmt: skip


def _kept(report: ImportReport) -> int:
    if report.lessons:
        return len(report.lessons.kept_because_used)
    return report.outlook.kept if report.outlook else 0


def _summary(report: ImportReport, locale: str) -> list[FactRow]:
    found = [
        ("Timetable", report.version_name if report.published else gettext(locale, "a draft")),
        ("Holds from", full_date(locale, report.starts)),
        ("Lessons a week", str(report.entries)),
        ("New courses", str(report.courses_made)),
        ("Courses with another teacher", str(report.courses_retaught)),
        ("New groups", str(report.groups_made)),
    ]
    found += [(words, str(len(report.new_names(kind)))) for kind, words in NEW_FACTS.items()]
    always = {"Timetable", "Holds from", "Lessons a week"}
    return [
        FactRow(gettext(locale, label), value) for label, value in found if value != "0" or label in always
    ]


def _lessons(report: ImportReport, locale: str) -> str:
    """«Уроки года: добавлено 30»; empty for a draft, which makes none."""
    plan = report.lessons or report.outlook
    if not plan:
        return ""
    words = counted(locale, plan.added, plan.removed, plan.changed, done=report.lessons is not None)
    return gettext(locale, "Lessons of the year: {words}", words=words)


def _conflicts(conflicts: Iterable[Conflict], severity: Severity, locale: str) -> list[str]:
    return some([_conflict(one, locale) for one in conflicts if one.severity is severity], locale)


def _conflict(one: Conflict, locale: str) -> str:
    if not one.weekday:
        return one.text(locale)
    return f"{slot_words(locale, one.weekday, one.number)}: {one.text(locale)}"


def slot_words(locale: str, weekday: int, number: int) -> str:
    """«пн, урок 3»; of a whole day the day alone."""
    day = weekday_name(locale, weekday)
    return gettext(locale, "{day}, lesson {number}", day=day, number=number) if number else day


def weekday_name(locale: str, weekday: int) -> str:
    """«пн»; 1 is Monday."""
    return weekday_short(locale, A_MONDAY.replace(day=weekday))


def _changes(differences: Iterable[SlotChange], locale: str) -> list[dict[str, Any]]:
    by_class: dict[str, list[SlotChange]] = {}
    for one in differences:
        by_class.setdefault(one.slot.classes, []).append(one)
    return [
        {
            "title": title,
            "words": _class_words(found, locale),
            "lines": some([_change_line(one, locale) for one in found], locale),
        }
        for title, found in sorted(by_class.items(), key=lambda one: _in_order(one[0]))
    ]


def _in_order(title: str) -> tuple[int, str]:
    grade = title.split(" ")[0]
    return (int(grade) if grade.isdecimal() else 0), title


def _class_words(found: list[SlotChange], locale: str) -> str:
    counts = {kind: sum(one.kind is kind for one in found) for kind in ChangeKind}
    words = {
        ChangeKind.ADDED: "added: {n}",
        ChangeKind.REMOVED: "removed: {n}",
        ChangeKind.CHANGED: "changed: {n}",
    }
    return ", ".join(gettext(locale, words[kind], n=n) for kind, n in counts.items() if n)


def _change_line(one: SlotChange, locale: str) -> str:
    where = slot_words(locale, one.slot.weekday, one.slot.number)
    week = {WeekParity.ODD: "odd weeks", WeekParity.EVEN: "even weeks"}.get(one.slot.parity)
    place = ", ".join(part for part in (where, one.slot.group, gettext(locale, week) if week else "") if part)
    before, after = (_contents(side) for side in (one.before, one.after))
    if one.kind is ChangeKind.ADDED:
        return f"{place}: {after}"
    if one.kind is ChangeKind.REMOVED:
        return gettext(locale, "{place}: no more {what}", place=place, what=before)
    return f"{place}: {before} → {after}"


def _contents(side: Iterable[Content]) -> str:
    return "; ".join(" · ".join(part for part in one if part) for one in side)
