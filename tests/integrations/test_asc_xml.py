"""aSc XML: what a file means, and what it may not do."""

from datetime import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ejournal.errors import DomainError
from ejournal.integrations.asc_xml import parse_asc
from ejournal.integrations.asc_xml_write import write_asc
from ejournal.models import WeekParity
from ejournal.services.exchange.file import FileEntry, Part, TimetableFile
from tests.services.timetable_files import asc


def lesson_at(file: TimetableFile, weekday: int, number: int) -> list[tuple[str, FileEntry]]:
    return [
        (file.lessons[entry.lesson].subject, entry)
        for entry in file.entries
        if (entry.weekday, entry.number) == (weekday, number)
    ]


def test_a_card_with_two_days_in_its_mask_is_two_lessons() -> None:
    file = parse_asc(asc())
    assert [(e.weekday, e.number, e.rooms) for e in file.entries if e.lesson == 0] == [
        (1, 1, ("31",)),
        (2, 1, ("31",)),
    ]


def test_two_groups_stand_in_one_slot() -> None:
    file = parse_asc(asc())
    parts = [file.lessons[entry.lesson].parts for _, entry in lesson_at(file, 1, 2)]
    assert parts == [(Part("9 А", "Группа 1"),), (Part("9 А", "Группа 2"),)]


def test_a_joint_lesson_has_both_classes_whole() -> None:
    file = parse_asc(asc())
    assert file.lessons[3].parts == (Part("9 А"), Part("9 Б"))
    assert file.lessons[6].parts == (Part("9 А", "Юноши"), Part("9 Б", "Юноши"))


def test_half_an_hour_a_week_is_every_other_week() -> None:
    file = parse_asc(asc())
    project = file.lessons[4]
    assert (project.hours, project.teachers) == (Decimal("0.5"), ("Орлова Вера", "Белов Пётр (Бе)"))
    assert [(e.parity, e.rooms) for e in file.entries if e.lesson == 4] == [(WeekParity.EVEN, ("31", "12"))]


def test_namesakes_are_two_people() -> None:
    assert [one.name for one in parse_asc(asc()).teachers] == [
        "Орлова Вера",
        "Белов Пётр (Бе)",
        "Белов Пётр (Бе2)",
    ]


def test_hours_without_cards_are_unplaced() -> None:
    left = {(one.subject, one.parts[0].class_name): hours for one, hours in parse_asc(asc()).unplaced()}
    assert left == {("Алгебра", "9 Б"): Decimal(2), ("Физкультура", "9 А"): Decimal("0.5")}


def test_all_groups_of_a_division_are_the_class() -> None:
    file = parse_asc(asc(**{'groupids="G2"': 'groupids="G2,G3"'}))
    assert file.lessons[1].parts == (Part("9 А"),)


def test_a_short_minute_is_read_and_told() -> None:
    file = parse_asc(asc(**{'"8:30"': '"8:5"'}))
    assert file.periods[0].starts == time(8, 5)
    assert "Line 4" in file.notes[0].text("en")


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
def test_the_declared_encoding_is_believed(encoding: str) -> None:
    assert parse_asc(asc(encoding)).subjects[0].name == "Алгебра"


def test_a_central_european_file_is_read() -> None:
    data = asc().decode().replace("utf-8", "windows-1250").replace("Алгебра", "Čeština")
    data = data.encode("ascii", "xmlcharrefreplace").replace(b"&#268;", "Č".encode("cp1250"))
    assert parse_asc(data).subjects[0].name == "Čeština"


def error_has_words(error: DomainError) -> None:
    assert error.message.format(**error.params)


BOMB = '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "a"><!ENTITY b "&a;&a;&a;">]><timetable>&b;</timetable>'
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><timetable>&x;</timetable>'
)


@pytest.mark.parametrize("hostile", [BOMB, EXTERNAL])
def test_entities_are_refused(hostile: str) -> None:
    with pytest.raises(DomainError, match="declares a document type"):
        parse_asc(hostile.encode())


FAULTS = {
    "a time with a point": ('starttime="8:30"', 'starttime="8.30"', "is not a time"),
    "a time after midnight": ('starttime="8:30"', 'starttime="25:30"', "is not a time"),
    "an end before the start": ('endtime="9:10"', 'endtime="8:10"', "ends before"),
    "two elements of one id": ('"S2" name="Анг', '"S1" name="Анг', "stands already"),
    "two lessons of one id": ('id="L2" classids', 'id="L1" classids', "stands already"),
    "an unknown subject": ('subjectid="S1"', 'subjectid="S9"', "the lesson was left out"),
    "an unknown teacher": ('teacherids="T1"', 'teacherids="T1,T9"', "without that teacher"),
    "an unknown class": ('classids="C1" subjectid="S1"', 'classids="C7" subjectid="S1"', "left out"),
    "an unknown group": ('groupids="G1"/>', 'groupids="G77"/>', "the lesson was left out"),
    "no class at all": ('classids="C2" subjectid="S1" periodsperweek="3.0" teacherids="T1" groupids="G4"',
                        'classids="" subjectid="S1" periodsperweek="3.0" teacherids="T1" groupids=""',
                        "has no class"),
    "hours in words": ('periodsperweek="2.0"', 'periodsperweek="two"', "is not a number of hours"),
    "the whole class and a group": ('groupids="G1"/>', 'groupids="G1,G2"/>', "the whole class was taken"),
    "a card of nothing": ('lessonid="L1"', 'lessonid="L99"', "the card was left out"),
    "days in letters": ('days="11000"', 'days="1x000"', "zeros and ones"),
    "a choice of days": ('days="11000"', 'days="10000,01000"', "zeros and ones"),
    "no day": ('days="11000"', 'days="00000"', "nowhere in the week"),
    "no week": ('weeks="11" terms="1" days="11000"', 'weeks="00" terms="1" days="11000"', "nowhere"),
    "one week of three": ('weeks="11" terms="1" days="11000"', 'weeks="100" terms="1" days="11000"',
                          "neither odd nor even"),
    "another term": ('terms="1" days="11000"', 'terms="01" days="11000"', "of another term"),
    "a lesson number beyond all": ('period="1" weeks', 'period="99" weeks', "is not a lesson number"),
    "a lesson number without times": ('period="1" weeks', 'period="8" weeks', "has no lesson 8"),
    "an unknown room": ('classroomids="R1"', 'classroomids="R9"', "without that room"),
    "the eighth day": ('days="11000"', 'days="10000001"', "day 8 of the cycle"),
    "a name that no column holds": ('name="Алгебра"', f'name="{"А" * 121}"', "longer than 120"),
    "a room's long name": ('name="31"', f'name="{"3" * 81}"', "longer than 80"),
    "two rooms of one name": ('id="R3" name="12"', 'id="R3" name="31"', "the two are one"),
    "an element of another kind": ("</periods>", '<break name="Обед"/></periods>', "takes no “break”"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_line_and_costs_nothing_else(name: str) -> None:
    old, new, says = FAULTS[name]
    data = asc(**{old: new})
    file = parse_asc(data)
    told = [note for note in file.notes if says in note.text("en")]
    line = data.decode().rpartition(new)[0].count("\n") + 1
    assert line in [note.params["line"] for note in told]
    assert len(file.entries) >= 5
    assert "{" not in told[0].text("ru")


def test_what_is_no_xml_any_more_names_its_line() -> None:
    data = asc(**{"</cards>": "</card>"})
    with pytest.raises(DomainError, match="not well-formed") as caught:
        parse_asc(data)
    assert caught.value.params["line"] == data.decode().partition("</card>")[0].count("\n") + 1


def test_a_cycle_of_ten_days_is_two_weeks() -> None:
    file = parse_asc(asc(**{'weeks="11" terms="1" days="11000"': 'weeks="1" terms="1" days="1000001000"'}))
    assert [(e.weekday, e.parity) for e in file.entries if e.lesson == 0] == [
        (1, WeekParity.ODD),
        (2, WeekParity.EVEN),
    ]
    assert any("cycle of 10 days" in note.text("en") for note in file.notes)


def test_groups_of_one_name_in_two_divisions_are_two_groups() -> None:
    file = parse_asc(asc(**{'id="G5" classid="C1" name="Юноши"': 'id="G5" classid="C1" name="Группа 1"'}))
    labels = {part.group for lesson in file.lessons for part in lesson.parts if part.class_name == "9 А"}
    assert labels >= {"Группа 1", "Группа 1 (2)"}


def test_a_wrong_encoding_names_its_line() -> None:
    with pytest.raises(DomainError, match="encoding"):
        parse_asc(asc("windows-1251").replace(b"windows-1251", b"utf-8"))


def test_another_file_is_refused() -> None:
    with pytest.raises(DomainError, match="not an aSc"):
        parse_asc(b"<html/>")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda s: f"<timetable>{s}</timetable>".encode()))
def test_rubbish_is_refused_in_words(data: bytes) -> None:
    try:
        parse_asc(data)
    except DomainError as error:
        error_has_words(error)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_words(data: st.DataObject) -> None:
    whole = asc()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    try:
        parse_asc(whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:])
    except DomainError as error:
        error_has_words(error)


def test_what_is_written_is_read_back() -> None:
    file = parse_asc(asc())
    again = parse_asc(write_asc(file))
    assert again.entries == file.entries
    assert [one.key for one in again.lessons] == [one.key for one in file.lessons]
    assert (again.periods, again.rooms, again.subjects) == (file.periods, file.rooms, file.subjects)
