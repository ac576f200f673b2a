"""Why somebody is offered for a lesson is said of each: what they have that day, whom they know."""

from datetime import date
from typing import Any

from ejournal.database import session_scope
from ejournal.i18n import gettext
from ejournal.models import AbsenceReason, TeacherAbsence, TeacherUnavailability
from ejournal.pages.substitutions.state import SubstitutionsState as State
from tests.cast import DAY, Cast
from tests.infra.tabs import Tab
from tests.pages.conftest import OpenTab

TUESDAY, FRIDAY = date(2026, 11, 17), DAY


def note(message: str, **params: Any) -> str:
    return gettext("ru", message, **params)


def plant(cast: Cast) -> int:
    """Зайцев is away the whole week, Соколов on Friday; Котова is not to have Friday's fourth lesson."""
    common = {"school_id": cast.schools["a"].id or 0}
    away = {"reason": AbsenceReason.TRAINING, "reported_by_id": cast.id_of("deputy"), **common}
    absence = TeacherAbsence(teacher_id=cast.id_of("teacher_parent"), starts=TUESDAY, ends=FRIDAY, **away)
    with session_scope() as session:
        session.add(absence)
        session.add(TeacherAbsence(teacher_id=cast.id_of("teacher"), starts=FRIDAY, ends=FRIDAY, **away))
        session.add(
            TeacherUnavailability(
                teacher_id=cast.id_of("class_teacher"), year_id=cast.years["a"].id or 0, weekday=5, number=4,
                **common,
            )
        )  # fmt: skip
        session.flush()
        return absence.id or 0


def reasons(tab: Tab, day: int) -> dict[str, str]:
    """Who is offered for the absence's lesson, and why."""
    tab.send(State.open_lesson, tab.state(State).lessons[day].id)
    return {one.name.partition(" ")[0]: one.reasons for one in tab.state(State).candidates}


def test_each_reason_stands_by_whom_it_is_about(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("deputy", f"/substitutions?absence={plant(cast)}")
    tab.send(State.load)
    tuesday, friday = reasons(tab, 0), reasons(tab, 1)
    for told, message in (
        (friday["Соколов"], note("is away that day")),
        (friday["Соколов"], note("has a free lesson between others")),
        (friday["Миронова"], note("has a lesson at that time")),
        (
            friday["Миронова"],
            note("teaches another group of the class at that time: the groups can be joined"),
        ),
        (friday["Миронова"], note("teaches this subject")),
        (friday["Миронова"], note("substitutions that month: {n}", n=1)),
        (friday["Котова"], note("knows the class")),
        (friday["Котова"], note("is at school just before or after")),
        (friday["Котова"], note("is not to be given lessons at this time")),
        (tuesday["Котова"], note("has no lessons that day")),
        (tuesday["Котова"], note("lessons that week: {n}", n=2)),
    ):
        assert message in told
