"""A school in which everything that the audit trail speaks of was written, changed and taken back."""

from datetime import date, timedelta

from sqlmodel import Session

from ejournal import clock
from ejournal.models import AttendanceCode, RemarkTone
from ejournal.services.absences.missed import explain_absence
from ejournal.services.journal.entries import put_cells
from ejournal.services.journal.lessons import call_roll, set_lesson
from ejournal.services.journal.ops import CellOp
from ejournal.services.journal.remarks import add_remark, withdraw_remark
from ejournal.services.journal.term_marks import TermMarkOp, put_term_marks
from tests.cast import DAY, Cast, make_cast

MONDAY = DAY - timedelta(days=4)


def make_trailed_school(session: Session) -> Cast:
    """Make the cast, and let it work."""
    cast = make_cast(session)
    _live(cast)
    return cast


def _put(cast: Cast, pupil: str, day: date, text: str, by: str = "class_teacher", **more: object) -> None:
    lesson = cast.lesson("maths", day).id or 0
    op = CellOp(f"{pupil}{day}{text}", cast.id_of(pupil), lesson, text, **more)  # type: ignore[arg-type]
    put_cells(cast.session, cast.actor(by), [op], clock.now())


def _live(cast: Cast) -> None:
    session, teacher, now = cast.session, cast.actor("class_teacher"), clock.now()
    lesson = cast.lessons["maths"].id or 0
    quiz = cast.kinds["quiz"].id or 0
    _put(cast, "pupil", MONDAY, "5/4", comment="умница")
    _put(cast, "pupil", DAY, "5")
    _put(cast, "pupil", DAY, "4")
    _put(cast, "classmate", DAY, "3", kind_id=quiz)
    _put(cast, "classmate", MONDAY, "н")
    _put(cast, "arrived", DAY, "оп 10")
    _put(cast, "arrived", MONDAY, "2")
    _put(cast, "arrived", MONDAY, "")
    call_roll(session, teacher, lesson)
    set_lesson(session, teacher, lesson, now, topic="Дроби", homework="№ 5", kind_id=quiz)
    set_lesson(session, teacher, lesson, now, topic="Сложение дробей")
    ill = AttendanceCode.ILL
    explain_absence(session, teacher, cast.id_of("classmate"), MONDAY, MONDAY, ill, "грипп")
    add_remark(session, teacher, lesson, cast.id_of("pupil"), "Молодец", RemarkTone.PRAISE, now)
    gone = add_remark(session, teacher, lesson, cast.id_of("pupil"), "Шумит", RemarkTone.REMARK, now)
    withdraw_remark(session, teacher, gone)
    course = cast.courses["maths"].id or 0
    for value in ("4", "5"):
        op = TermMarkOp(value, cast.id_of("pupil"), "2", value)
        put_term_marks(session, teacher, course, [op], now)
