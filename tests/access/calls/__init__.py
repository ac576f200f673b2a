"""The table of the matrix: for every event handler and route, how it is called and exactly who may.

A file for each page, by its name; `frame` is what stands around all pages, `routes` are asked without a page.
"""

from tests.access.calls import (
    account,
    accounts,
    class_overview,
    class_people,
    consents,
    consents_register,
    diary,
    diary_absences,
    diary_marks,
    duplicates,
    early_notices,
    frame,
    home,
    journal,
    late_changes,
    marks_import,
    newcomers,
    notices,
    openings,
    papers,
    people,
    people_import,
    reports,
    rooms,
    schedule,
    schedule_import,
    school_calendar,
    school_settings,
    setup,
    slips,
    substitutions,
    timetable_editor,
)
from tests.access.calls.asking import Call, Case, Visit
from tests.access.calls.routes import VISITS

CALLS: dict[str, Call] = {
    **frame.CALLS,
    **account.CALLS,
    **accounts.CALLS,
    **class_overview.CALLS,
    **class_people.CALLS,
    **consents.CALLS,
    **consents_register.CALLS,
    **people.CALLS,
    **diary.CALLS,
    **diary_absences.CALLS,
    **diary_marks.CALLS,
    **duplicates.CALLS,
    **early_notices.CALLS,
    **home.CALLS,
    **journal.CALLS,
    **late_changes.CALLS,
    **newcomers.CALLS,
    **notices.CALLS,
    **openings.CALLS,
    **papers.CALLS,
    **marks_import.CALLS,
    **people_import.CALLS,
    **reports.CALLS,
    **rooms.CALLS,
    **schedule.CALLS,
    **schedule_import.CALLS,
    **school_calendar.CALLS,
    **school_settings.CALLS,
    **setup.CALLS,
    **slips.CALLS,
    **substitutions.CALLS,
    **timetable_editor.CALLS,
}
"""By «State.handler»."""

__all__ = ["CALLS", "VISITS", "Call", "Case", "Visit"]
