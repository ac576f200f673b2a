"""What a file holds is in the school or in the report by line: files are drawn with all that may be odd."""

from collections import Counter
from datetime import date
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, create_engine, select

from ejournal.errors import DomainError
from ejournal.integrations.asc_xml import parse_asc
from ejournal.integrations.asc_xml_write import write_asc
from ejournal.integrations.timetable_sheet import parse_sheet
from ejournal.integrations.timetable_sheet_write import write_sheet
from ejournal.models import Course, GroupClass, TimetableEntry
from ejournal.services.exchange.exporting import give_out, version_today
from ejournal.services.exchange.file import TimetableFile
from ejournal.services.exchange.importing import ImportOptions, take_in, try_in
from ejournal.services.exchange.names import NameKind
from tests.services.exchange.test_importing import new_school

TODAY = date(2026, 11, 20)
START = ImportOptions(starts=date(2026, 9, 1))

Element = tuple[str, dict[str, str]]

IDS = st.sampled_from(["1", "2", "3", "4", "9", ""])


def many(prefix: str) -> st.SearchStrategy[str]:
    """Comma-joined ids, some of nothing in the file."""
    return st.lists(IDS.map(lambda one: prefix + one if one else ""), max_size=3).map(",".join)


NAMES = st.sampled_from(
    ["1.1", "11", "1 1", "А", "а", "Ё", "Е", "Группа 1", "Группа 2", "", "Д" * 130, "5А", "5 «А»"]
)


def named(kind: str, prefix: str) -> st.SearchStrategy[Element]:
    return st.builds(
        lambda key, name, short: (kind, {"id": prefix + key, "name": name, "short": short}), IDS, NAMES, NAMES
    )


ELEMENTS: dict[str, st.SearchStrategy[Element]] = {
    "periods": st.builds(
        lambda n, at: ("period", {"period": n, "starttime": at, "endtime": "9:40"}),
        st.sampled_from(["1", "2", "2", "x", "99"]),
        st.sampled_from(["8:30", "8:5", "8.30", "", "10:00"]),
    ),
    "subjects": named("subject", "S"),
    "teachers": named("teacher", "T"),
    "classrooms": named("classroom", "R"),
    "classes": named("class", "C"),
    "groups": st.builds(
        lambda key, klass, name, whole, div: (
            "group",
            {"id": f"G{key}", "classid": f"C{klass}", "name": name, "entireclass": whole, "divisiontag": div},
        ),
        IDS,
        IDS,
        NAMES,
        st.sampled_from(["0", "0", "1"]),
        st.sampled_from(["0", "1", "2", ""]),
    ),
    "lessons": st.builds(
        lambda key, subject, classes, groups, teachers, hours: (
            "lesson",
            {
                "id": f"L{key}" if key else "",
                "subjectid": f"S{subject}",
                "classids": classes,
                "groupids": groups,
                "teacherids": teachers,
                "periodsperweek": hours,
            },
        ),
        IDS,
        IDS,
        many("C"),
        many("G"),
        many("T"),
        st.sampled_from(["1", "0.5", "two", "", "9999"]),
    ),
    "cards": st.builds(
        lambda lesson, rooms, period, days, weeks, terms: (
            "card",
            {
                "lessonid": f"L{lesson}",
                "classroomids": rooms,
                "period": period,
                "days": days,
                "weeks": weeks,
                "terms": terms,
            },
        ),
        IDS,
        many("R"),
        st.sampled_from(["1", "2", "7", "0", "x", "", "99"]),
        st.sampled_from(
            ["10000", "01000", "11000", "00000", "0000000001", "10000,01000", "1x", "", "00000001"]
        ),
        st.sampled_from(["1", "11", "10", "01", "100", "00", ""]),
        st.sampled_from(["1", "10", "01", "", "0"]),
    ),
    "students": st.just(("student", {"id": "P1"})),
}
SOUND: list[Element] = [
    ("subject", {"id": "S1", "name": "Алгебра"}),
    ("class", {"id": "C1", "name": "9А"}),
    ("lesson", {"id": "L1", "subjectid": "S1", "classids": "C1", "groupids": "", "periodsperweek": "1"}),
    ("card", {"lessonid": "L1", "period": "1", "days": "10000"}),
]


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, dict[int, Element]]:
    """An aSc file with one sound lesson, and its elements by line."""
    lines, found = ["<timetable>"], dict[int, Element]()
    for section, kind in ELEMENTS.items():
        lines.append(f'<{section} columns="id">')
        sound = [one for one in SOUND if f"{one[0]}s" == section.replace("classes", "classs")]
        for element in [*sound, *draw(st.lists(kind, max_size=6))]:
            name, values = element
            lines.append(
                f"<{name} {' '.join(f'{key}={quoteattr(value)}' for key, value in values.items())}/>"
            )
            found[len(lines)] = element
        lines.append(f"</{section}>")
    return "\n".join([*lines, "</timetable>"]).encode(), found


def told(file: TimetableFile) -> set[int]:
    return {int(str(note.params["line"])) for note in file.notes if "line" in note.params}


def taken(file: TimetableFile, line: int, element: Element) -> bool:
    """Whether the element stands in what was read."""
    kind, values = element
    name = values.get("name") or values.get("short") or ""
    listed = {
        "subject": file.subjects,
        "teacher": file.teachers,
        "classroom": file.rooms,
        "class": file.classes,
    }
    if kind in listed:
        return any(one.name == name or one.name.startswith(f"{name} (") for one in listed[kind])
    if kind == "lesson":
        return str(line) in {one.where for one in file.lessons}
    if kind == "card":
        return str(line) in {one.where for one in file.entries}
    if kind == "period":
        return values["period"] in {str(one.number) for one in file.periods}
    return kind == "group"


@settings(max_examples=200, deadline=None)
@given(files())
def test_every_element_is_read_or_told_by_its_line(drawn: tuple[bytes, dict[int, Element]]) -> None:
    data, elements = drawn
    file = parse_asc(data)
    lines = told(file)
    lost = [(line, one) for line, one in elements.items() if line not in lines and not taken(file, line, one)]
    assert [one for one in lost if one[1][0] != "student"] == []
    for kind in (file.subjects, file.rooms, file.teachers, file.classes, file.lessons):
        assert len({getattr(one, "where", one.name if hasattr(one, "name") else "") for one in kind}) == len(
            kind
        )


def small_school() -> Session:
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    return Session(engine, autoflush=False)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(files())
def test_every_entry_read_is_in_the_school_or_told(drawn: tuple[bytes, dict[int, Element]]) -> None:
    file = parse_asc(drawn[0])
    with small_school() as session:
        school_id, _ = new_school(session)
        try:
            report = take_in(session, school_id, None, TODAY, file, START)
        except DomainError as refused:  # such long names that the second cannot be told from the first
            if not refused.message.startswith("Two classes of the file would be called alike"):
                raise
            return
        twice = [note for note in report.notes if "taken once" in note.message]
        assert report.entries + len(twice) == len(file.entries)
        again = take_in(session, school_id, None, TODAY, file, START)
        assert (again.courses_made, again.courses_retaught, again.groups_made) == (0, 0, 0)
        assert (len(again.differences), [one for kind in NameKind for one in again.new_names(kind)]) == (
            0,
            [],
        )
        _assert_comes_back(session, school_id)


def _assert_comes_back(session: Session, school_id: int) -> None:
    """What is exported is read with nobody new and nothing changed."""
    given_out = give_out(session, version_today(session, school_id, TODAY))
    for file in (parse_asc(write_asc(given_out)), parse_sheet(write_sheet(given_out))):
        if not file.entries and file.source == "sheet":
            continue  # a school without a lesson in its week has nothing to show in a sheet
        back = try_in(session, school_id, None, TODAY, file, START)
        assert [one for kind in NameKind for one in back.new_names(kind)] == []
        assert (back.courses_made, back.courses_retaught, back.groups_made) == (0, 0, 0)
        assert back.differences == ()


CROSSED = """<timetable>
<subjects><subject id="S1" name="Английский язык"/></subjects>
<teachers><teacher id="T1" name="Орлова Вера"/></teachers>
<classes><class id="A" name="5А"/><class id="B" name="5Б"/></classes>
<groups>
<group id="A1" classid="A" name="1 гр" entireclass="0" divisiontag="1"/>
<group id="A2" classid="A" name="2 гр" entireclass="0" divisiontag="1"/>
<group id="B1" classid="B" name="1 гр" entireclass="0" divisiontag="1"/>
<group id="B2" classid="B" name="2 гр" entireclass="0" divisiontag="1"/>
</groups>
<lessons>
<lesson id="L1" subjectid="S1" classids="A,B" groupids="A1,B2" teacherids="T1" periodsperweek="1"/>
<lesson id="L2" subjectid="S1" classids="A,B" groupids="A2,B1" teacherids="T1" periodsperweek="1"/>
</lessons>
<cards>
<card lessonid="L1" period="1" days="10000"/>
<card lessonid="L2" period="1" days="10000"/>
</cards>
</timetable>"""


def test_groups_crossed_between_classes_stay_apart(session: Session) -> None:
    school_id, _ = new_school(session)
    report = take_in(session, school_id, None, TODAY, parse_asc(CROSSED.encode()), START)
    assert (report.courses_made, report.entries) == (2, 2)
    links = session.scalars(select(GroupClass).where(GroupClass.school_id == school_id)).all()
    assert Counter(link.label for link in links) == {"1 гр": 2, "2 гр": 2}
    by_group = {
        link.group_id: sorted(one.label for one in links if one.group_id == link.group_id) for link in links
    }
    assert list(by_group.values()) == [["1 гр", "2 гр"]] * 2
    entries = session.scalars(select(TimetableEntry).where(TimetableEntry.school_id == school_id)).all()
    assert len({one.course_id for one in entries}) == 2
    names = {one.slot.group for one in report.differences}
    assert names == {"5 «А» 1 гр + 5 «Б» 2 гр", "5 «А» 2 гр + 5 «Б» 1 гр"}
    again = take_in(session, school_id, None, TODAY, parse_asc(CROSSED.encode()), START)
    assert (again.courses_made, again.groups_made, again.differences) == (0, 0, ())
    assert session.scalar(select(Course.id).where(Course.school_id == school_id).limit(1))
    _assert_comes_back(session, school_id)


@pytest.mark.parametrize("name", ["5 «А»", "5А класс", "5-А"])
def test_a_class_is_known_however_its_letter_is_written(session: Session, name: str) -> None:
    school_id, _ = new_school(session)
    take_in(session, school_id, None, TODAY, parse_asc(CROSSED.encode()), START)
    other = parse_asc(CROSSED.replace('name="5А"', f'name="{name}"').encode())
    assert try_in(session, school_id, None, TODAY, other, START).new_names(NameKind.CLASS) == []


def test_a_class_called_as_another_is_called_in_short_is_refused_in_words() -> None:
    parts = {
        "subjects": '<subject id="S1" name="Алгебра"/>',
        "classes": '<class id="C2" name="1.1" short="А"/><class id="C3" name="А" short="А"/>',
        "lessons": '<lesson id="L1" subjectid="S1" classids="C2" groupids="" periodsperweek="1"/>',
        "cards": '<card lessonid="L1" period="1" days="10000"/>',
    }
    lists = "".join(f'<{name} columns="id">{part}</{name}>' for name, part in parts.items())
    file = parse_asc(f"<timetable>{lists}</timetable>".encode())
    with small_school() as session:
        school_id, _ = new_school(session)
        with pytest.raises(DomainError, match="would be called alike"):
            take_in(session, school_id, None, TODAY, file, START)
