"""aSc Timetables 2012 XML out, in the shape that aSc and this program read."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from ejournal.services.exchange.file import Part, TimetableFile
from ejournal.weeks import WeekParity

MASKS = {WeekParity.EVERY: "11", WeekParity.ODD: "10", WeekParity.EVEN: "01"}
HEAD = {
    "importtype": "database",
    "options": "idprefix:%CHRID,daynumbering1",
    "displayname": "aSc Timetables 2012 XML",
}
DAYS = ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс")


def write_asc(file: TimetableFile) -> bytes:
    """The timetable as UTF-8 XML."""
    root = ET.Element("timetable", dict(HEAD))
    days = max((5, *(entry.weekday for entry in file.entries)))
    _definitions(root, file, days)
    ids = _names(root, file)
    groups = _groups(root, file, ids)
    _lessons(root, file, ids, groups)
    cards = _section(root, "cards", "lessonid,period,days,weeks,terms,classroomids")
    for entry in file.entries:
        ET.SubElement(
            cards, "card", lessonid=f"L{entry.lesson + 1}", period=str(entry.number),
            days="".join("1" if day == entry.weekday else "0" for day in range(1, days + 1)),
            weeks=MASKS[entry.parity], terms="1",
            classroomids=_joined(ids["classroom", room] for room in entry.rooms),
        )  # fmt: skip
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _section(root: ET.Element, name: str, columns: str) -> ET.Element:
    return ET.SubElement(root, name, options="canadd", columns=columns)


def _joined(ids: Iterable[str]) -> str:
    return ",".join(ids)


def _definitions(root: ET.Element, file: TimetableFile, days: int) -> None:
    periods = _section(root, "periods", "period,name,short,starttime,endtime")
    for period in file.periods:
        times = {
            kind: f"{at.hour}:{at.minute:02}"
            for kind, at in (("starttime", period.starts), ("endtime", period.ends))
            if at
        }
        name = period.name or str(period.number)
        values = {"period": str(period.number), "name": name, "short": name, **times}
        ET.SubElement(periods, "period", values)
    section = _section(root, "daysdefs", "id,days,name,short")
    for day in range(days):
        mask = "".join("1" if at == day else "0" for at in range(days))
        ET.SubElement(section, "daysdef", id=f"D{day + 1}", name=DAYS[day], short=DAYS[day], days=mask)
    section = _section(root, "weeksdefs", "id,weeks,name,short")
    for parity, mask in MASKS.items():
        ET.SubElement(section, "weeksdef", id=f"W{mask}", name=parity.value, short=parity.value, weeks=mask)
    section = _section(root, "termsdefs", "id,terms,name,short")
    ET.SubElement(section, "termsdef", id="T1", name="1", short="1", terms="1")


def _names(root: ET.Element, file: TimetableFile) -> dict[tuple[str, str], str]:
    """Writes the lists of names; gives the id of each by kind and name."""
    ids: dict[tuple[str, str], str] = {}

    def add(section: ET.Element, kind: str, name: str, **values: str) -> None:
        ids[kind, name] = f"{kind[:2].upper()}{len(ids) + 1}"
        ET.SubElement(section, kind, {"id": ids[kind, name], "name": name, **values})

    section = _section(root, "subjects", "id,name,short")
    for subject in file.subjects:
        add(section, "subject", subject.name, short=subject.short or subject.name)
    section = _section(root, "teachers", "id,name,short,firstname,lastname,partner_id")
    for teacher in file.teachers:
        add(section, "teacher", teacher.name, short=teacher.short or teacher.name,
            lastname=teacher.last, firstname=teacher.first, partner_id=teacher.external)  # fmt: skip
    section = _section(root, "classrooms", "id,name,short,capacity")
    for room in file.rooms:
        add(section, "classroom", room.name, short=room.name, capacity=str(room.capacity or "*"))
    section = _section(root, "classes", "id,name,short,grade")
    for klass in file.classes:
        add(section, "class", klass.name, short=klass.name, grade=str(klass.grade))
    return ids


def _groups(root: ET.Element, file: TimetableFile, ids: dict[tuple[str, str], str]) -> dict[Part, str]:
    section = _section(root, "groups", "id,classid,name,entireclass,divisiontag")
    parts = {Part(klass.name) for klass in file.classes} | {
        part for one in file.lessons for part in one.parts
    }
    groups: dict[Part, str] = {}
    for at, part in enumerate(sorted(parts), 1):
        groups[part] = f"G{at}"
        # Every group is a division of its own: nothing tells which of them make up the class.
        ET.SubElement(
            section, "group", id=groups[part], classid=ids["class", part.class_name],
            name=part.group or "Весь класс", entireclass="0" if part.group else "1",
            divisiontag=str(at) if part.group else "0",
        )  # fmt: skip
    return groups


def _lessons(
    root: ET.Element, file: TimetableFile, ids: dict[tuple[str, str], str], groups: dict[Part, str]
) -> None:
    columns = "id,subjectid,classids,groupids,teacherids,classroomids,periodspercard,periodsperweek"
    section = _section(root, "lessons", columns)
    for at, lesson in enumerate(file.lessons, 1):
        ET.SubElement(
            section, "lesson", id=f"L{at}", subjectid=ids["subject", lesson.subject],
            classids=_joined(dict.fromkeys(ids["class", part.class_name] for part in lesson.parts)),
            groupids=_joined(groups[part] for part in lesson.parts),
            teacherids=_joined(ids["teacher", name] for name in lesson.teachers),
            classroomids="", periodspercard="1", periodsperweek=str(lesson.hours),
            weeksdefid="W11", termsdefid="T1",
        )  # fmt: skip
