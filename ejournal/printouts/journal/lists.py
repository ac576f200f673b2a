"""Lists of a class, in its journal and as loose sheets: pupils, contacts, health, circles; a pupil's week."""

from collections.abc import Iterable, Sequence

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_span, full_date, weekday_day_month
from ejournal.printouts.journal.book import Imprint, draw_sheets
from ejournal.printouts.journal.tables import Table, table_pages
from ejournal.printouts.paper import MM
from ejournal.services.base.contacts import phone_shown
from ejournal.services.diary.week import DiaryDay, DiaryLesson, DiaryWeek
from ejournal.services.grading.scales import spell
from ejournal.services.papers.acknowledged import ReadLine
from ejournal.services.papers.classes import ClassBasis
from ejournal.services.papers.courses import CoursePaper
from ejournal.services.people.class_list import ClassPupil, FamilyMember


def names_table(basis: ClassBasis, locale: str) -> Table:
    """The pupils of a class by full name, with room to write beside them."""
    heads = ("No.", "Surname, first name", "", "", "", "")
    return Table(
        title=gettext(locale, "Class list"),
        heads=tuple(gettext(locale, head) if head else "" for head in heads),
        shares=(5, 50, 14, 14, 14, 14),
        rows=[(str(number), one.full, "", "", "", "") for number, one in enumerate(basis.pupils, 1)],
        least=7 * MM,
        middle=frozenset({0}),
    )


def contacts_table(title: str, people: Sequence[ClassPupil], locale: str) -> Table:
    """Pupils and guardians with contacts; those whom a court has limited stand on no paper."""
    rows = []
    for number, one in enumerate(people, 1):
        families = [_family(guardian) for guardian in one.guardians if not guardian.limited]
        born = full_date(locale, one.birth_date) if one.birth_date else ""
        rows.append((str(number), one.name, born, phone_shown(one.phone), "\n".join(families)))
    heads = ("No.", "Pupil", "Birth date", "Phone", "Parents and guardians")
    return Table(
        title=title,
        heads=tuple(gettext(locale, head) for head in heads),
        shares=(5, 32, 12, 18, 60),
        rows=rows,
        middle=frozenset({0, 2}),
    )


def _family(one: FamilyMember) -> str:
    return ", ".join(filter(None, (one.name, one.relation, phone_shown(one.phone), one.email)))


def health_table(basis: ClassBasis, locale: str) -> Table:
    """The health sheet: filled in by hand by the school's doctor, nothing of health is kept here."""
    heads = ("No.", "Surname, first name", "Group for physical education", "Desk", "Advice")
    return Table(
        title=gettext(locale, "Health sheet"),
        heads=tuple(gettext(locale, head) for head in heads),
        shares=(5, 40, 28, 14, 40),
        rows=[(str(number), one.name, "", "", "") for number, one in enumerate(basis.pupils, 1)],
        note=gettext(locale, "Filled in by hand by the doctor of the school"),
        middle=frozenset({0}),
    )


def circles_table(basis: ClassBasis, locale: str) -> Table:
    """Which extracurricular groups each pupil is in, and who leads them; room for those of other places."""
    of_pupil: dict[int, list[str]] = {}
    for paper in basis.beside:
        for one in paper.pupils:
            of_pupil.setdefault(one.id, []).append(_circle(paper))
    heads = (
        "No.",
        "Surname, first name",
        "Groups and circles of the school, who leads them",
        "Of other places",
    )
    return Table(
        title=gettext(locale, "Extracurricular groups"),
        heads=tuple(gettext(locale, head) for head in heads),
        shares=(5, 36, 60, 30),
        rows=[
            (str(number), one.name, "\n".join(of_pupil.get(one.id, ())), "")
            for number, one in enumerate(basis.pupils, 1)
        ],
        middle=frozenset({0}),
    )


def _circle(paper: CoursePaper) -> str:
    named = ", ".join(filter(None, (paper.subject, paper.group)))
    return f"{named} ({paper.teacher})" if paper.teacher else named


def acknowledgement_table(basis: ClassBasis, found: Sequence[ReadLine], locale: str) -> Table:
    """Who has acknowledged the weeks of the diary; the pupil stands at the first guardian, once."""
    heads = ("No.", "Pupil", "Parents and guardians", "Acknowledged in the diary", "Read: signature, date")
    rows, number, before = [], 0, 0
    for one in found:
        is_first = one.pupil_id != before
        number, before = number + is_first, one.pupil_id
        rows.append((
            str(number) if is_first else "", one.pupil if is_first else "", one.guardian,
            _read_words(one, locale), "",
        ))  # fmt: skip
    period = basis.term.name(locale) if basis.term else basis.year.name
    return Table(
        title=gettext(locale, "Register of acknowledgement with the diary, {period}", period=period),
        heads=tuple(gettext(locale, head) for head in heads),
        shares=(5, 36, 30, 30, 30),
        rows=rows,
        least=8 * MM,
        middle=frozenset({0}),
    )


def _read_words(one: ReadLine, locale: str) -> str:
    """«7 недель, 23.11.2026»; empty where nothing was acknowledged."""
    if one.last is None:
        return ""
    weeks = ngettext(locale, "{n} week", "{n} weeks", one.weeks)
    return gettext(locale, "{weeks}, last on {day}", weeks=weeks, day=full_date(locale, one.last))


def draw_tables(title: str, tables: Iterable[Table], imprint: Imprint) -> bytes:
    """The tables as loose sheets, page x of y, who and when."""
    pages = [page for one in tables for page in table_pages(one)]
    return draw_sheets(title, pages, imprint, draft=False)


# --------------------------------------------------------------------------------------- a pupil's week


def draw_week(week: DiaryWeek, imprint: Imprint) -> bytes:
    """A pupil's week as a family prints it: lessons, homework, marks, absences, a line to sign."""
    locale = imprint.locale
    name = f"{week.last_name} {week.first_name}"
    days = day_span(locale, week.days[0].day, week.days[-1].day) if week.days else ""
    title = ", ".join(filter(None, (name, week.class_title, days)))
    return draw_tables(title, [week_table(week, title, locale)], imprint)


def week_table(week: DiaryWeek, title: str, locale: str) -> Table:
    """A line a lesson; the days stand in the first column, once."""
    rows = [row for day in week.days for row in _day_rows(day, locale)]
    heads = ("Day", "No.", "Subject", "Homework", "Mark", "Remarks")
    read = ", ".join(f"{one.name} {full_date(locale, one.at.date())}" for one in week.readers)
    words = gettext(locale, "Read by: {names}", names=read) if read else ""
    return Table(
        title=gettext(locale, "Diary: {who}", who=title),
        heads=tuple(gettext(locale, head) for head in heads),
        shares=(18, 5, 26, 48, 12, 26),
        rows=[*rows, _signed(locale)],
        note=words,
        middle=frozenset({1, 4}),
    )


def _signed(locale: str) -> tuple[str, ...]:
    """The last line, in which a parent signs."""
    return gettext(locale, "Parent's signature"), "", "", "", "", ""


def _day_rows(day: DiaryDay, locale: str) -> Iterable[tuple[str, ...]]:
    named = weekday_day_month(locale, day.day)
    words = "\n".join(one.text for one in day.remarks)
    if not day.lessons:
        yield named, "", day.day_off or gettext(locale, "No lessons"), "", "", words
        return
    for place, one in enumerate(day.lessons):
        first = place == 0
        yield (
            named if first else "",
            str(one.number),
            _subject(one, locale),
            one.homework,
            _marks(one),
            "\n".join(filter(None, (words if first else "", *(remark.text for remark in one.remarks)))),
        )


def _subject(one: DiaryLesson, locale: str) -> str:
    if one.is_cancelled:
        return gettext(locale, "{subject}: cancelled", subject=one.subject)
    return one.subject


def _marks(one: DiaryLesson) -> str:
    """As they stand in the journal."""
    return spell([mark.value for mark in one.marks], one.absence, one.late_minutes)
