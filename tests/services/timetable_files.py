"""Small timetable files of the shapes that schools have, for the tests of imports."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_cell_to_rowcol

ASC = """<?xml version="1.0" encoding="{encoding}"?>
<timetable importtype="database" options="decimalseparatordot" displayname="aSc Timetables 2012 XML">
<periods columns="period,name,short,starttime,endtime">
<period name="1" short="1" period="1" starttime="8:30" endtime="9:10"/>
<period name="2" short="2" period="2" starttime="9:20" endtime="10:00"/>
<period name="3" short="3" period="3" starttime="10:20" endtime="11:00"/>
</periods>
<subjects columns="id,name,short">
<subject id="S1" name="Алгебра" short="Алг"/>
<subject id="S2" name="Английский язык" short="Англ"/>
<subject id="S3" name="Физкультура" short="Физ"/>
<subject id="S4" name="Проект" short="Пр"/>
</subjects>
<teachers columns="id,name,short,firstname,lastname">
<teacher id="T1" name="Орлова Вера" short="Ор" firstname="Вера" lastname="Орлова"/>
<teacher id="T2" name="Белов Пётр" short="Бе" firstname="Пётр" lastname="Белов"/>
<teacher id="T3" name="Белов Пётр" short="Бе2" firstname="Пётр" lastname="Белов"/>
</teachers>
<classrooms columns="id,name,short,capacity">
<classroom id="R1" name="31" short="31" capacity="*"/>
<classroom id="R2" name="Спортзал" short="СЗ" capacity="60"/>
<classroom id="R3" name="12" short="12" capacity="15"/>
</classrooms>
<classes columns="id,name,short">
<class id="C1" name="9 А" short="9А"/>
<class id="C2" name="9 Б" short="9Б"/>
</classes>
<groups columns="id,classid,name,entireclass,divisiontag">
<group id="G1" classid="C1" name="Весь класс" entireclass="1" divisiontag="0"/>
<group id="G2" classid="C1" name="Группа 1" entireclass="0" divisiontag="1"/>
<group id="G3" classid="C1" name="Группа 2" entireclass="0" divisiontag="1"/>
<group id="G4" classid="C2" name="Весь класс" entireclass="1" divisiontag="0"/>
<group id="G5" classid="C1" name="Юноши" entireclass="0" divisiontag="2"/>
<group id="G6" classid="C2" name="Юноши" entireclass="0" divisiontag="2"/>
</groups>
<lessons>
<lesson id="L1" classids="C1" subjectid="S1" periodsperweek="2.0" teacherids="T1" groupids="G1"/>
<lesson id="L2" classids="C1" subjectid="S2" periodsperweek="1.0" teacherids="T2" groupids="G2"/>
<lesson id="L3" classids="C1" subjectid="S2" periodsperweek="1.0" teacherids="T3" groupids="G3"/>
<lesson id="L4" classids="C1,C2" subjectid="S3" periodsperweek="1.0" teacherids="T2" groupids="G1,G4"/>
<lesson id="L5" classids="C1" subjectid="S4" periodsperweek="0.5" teacherids="T1,T2" groupids="G1"/>
<lesson id="L6" classids="C2" subjectid="S1" periodsperweek="3.0" teacherids="T1" groupids="G4"/>
<lesson id="L7" classids="C1,C2" subjectid="S3" periodsperweek="1" teacherids="" groupids="G5,G6"/>
</lessons>
<cards>
<card lessonid="L1" classroomids="R1" period="1" weeks="11" terms="1" days="11000"/>
<card lessonid="L2" classroomids="R1" period="2" weeks="11" terms="1" days="10000"/>
<card lessonid="L3" classroomids="R3" period="2" weeks="11" terms="1" days="10000"/>
<card lessonid="L4" classroomids="R2" period="3" weeks="11" terms="1" days="10000"/>
<card lessonid="L5" classroomids="R1,R3" period="3" weeks="01" terms="1" days="01000"/>
<card lessonid="L6" classroomids="" period="2" weeks="11" terms="1" days="01000"/>
<card lessonid="L7" classroomids="R2" period="3" weeks="10" terms="1" days="00001"/>
</cards>
</timetable>
"""


def asc(encoding: str = "utf-8", **changes: str) -> bytes:
    """The small aSc file, with words replaced: asc(**{"8:30": "8:5"})."""
    text = ASC.replace("{encoding}", encoding)
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode(encoding)


# Rows: weekday, then number, subject, room of 5А, then of 5Б.
ROWS: list[list[Any]] = [
    [None, None, '5 "А" класс', None, '5 "Б" класс', None, None],
    ["ПОНЕДЕЛЬНИК", 1, "Русский язык", 327, 1, "Русский язык ", 428],
    [None, 2, "Английский язык", "331/436", 2, "Математика", "Сп. зал 2"],
    [None, 3, "Физкультура", "Сп.зал 2", 3, "Физкультура", "Сп. зал 2"],
    [None, None, None, None, None, None, None],
    ["ВТОРНИК", 1, "Математика", 215, 1, "Английский язык", "325/331"],
    [None, 2, "Программирование", 415, 2, "Литература", 428],
    [None, None, "Черчение", 430, None, None, None],
]


def sheet(*changes: tuple[str, Any], merged: str = "", title: str = "5 класс") -> bytes:
    """The small spreadsheet, with cells changed: sheet(("B2", "один"))."""
    cells = {(row, column): value for row, line in enumerate(ROWS, 1) for column, value in enumerate(line, 1)}
    for place, value in changes:
        row, column = xl_cell_to_rowcol(place)
        cells[row + 1, column + 1] = value
    return book((title, cells, [merged] if merged else []))


def book(*sheets: tuple[str, Mapping[tuple[int, int], Any], Sequence[str]]) -> bytes:
    """A workbook of sheets, each of a title, cells by row and column from 1, and merged areas."""
    packed = io.BytesIO()
    with Workbook(packed, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as written:
        for title, cells, merged in sheets:
            page = written.add_worksheet(title)
            for area in merged:
                page.merge_range(area, "")
            for (row, column), value in cells.items():
                page.write(row - 1, column - 1, value)
    return packed.getvalue()
