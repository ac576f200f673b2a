"""What the editor of the timetable, its load and the links of the schedule refuse."""

from typing import Any

from ejournal.pages.schedule.state.links import LinksState
from ejournal.pages.schedule_import.state import ScheduleImportState
from ejournal.pages.timetable_editor.load_state import LoadState
from ejournal.pages.timetable_editor.state import TimetableEditorState
from ejournal.pages.timetable_editor.teachers_state import TeacherNeedsState
from ejournal.pages.timetable_editor.whole_state import WholeTimetableState
from tests.cast import Cast
from tests.pages.refusals import Page, Refusal, Step, do, refused

NEW = {"name": "Зимнее", "starts": "2027-01-11", "ends": ""}


def made(message: str, **fields: str) -> Refusal:
    return refused(message, do("open_dialog", name="new"), do("add_version", fields=NEW | fields))


def course(cast: Cast, **more: str) -> dict[str, Any]:
    given = cast.courses["maths"]
    known = {"subject": str(given.subject_id), "teacher": str(given.teacher_id), "hours": "1", "room": ""}
    return {"fields": known | more}


def added(message: str, who: str = "", **fields: str) -> Refusal:
    return refused(
        message,
        do("begin_course"),
        do("choose_who", value=who),
        Step("add_course", lambda cast, _state: course(cast, **fields)),
    )


def changed(message: str, **fields: str) -> Refusal:
    return refused(
        message,
        Step("open_course", lambda cast, _state: {"course": str(cast.courses["maths"].id)}),
        Step("change_course", lambda cast, state: {"fields": state.fields | fields}),
    )


def shown(cast: Cast) -> str:
    return f"/schedule/edit?by=class&id={cast.classes['6b'].id}"


PAGES = (
    Page(
        WholeTimetableState,
        "deputy",
        shown,
        (
            refused("A published timetable is not edited; copy it and publish the copy", do("fill")),
            refused(
                "A published timetable keeps its days; copy it and publish the copy",
                do("open_dialog", name="change"), do("change_version", fields=NEW),
            ),
            refused("A published timetable is not deleted: lessons were made from it", do("delete_version")),
            refused("See first what publishing will change", do("publish")),
            made("The first day must be in the academic year", starts="2027-07-01"),
            made("The last day must be in the academic year and not before the first", ends="2026-12-01"),
            made("Give a date", starts=""),
            made("Name the timetable, in at most {limit} letters", name=" "),
        ),
    ),
    Page(
        TimetableEditorState,
        "deputy",
        shown,
        (
            refused("There is nothing to do again", do("redo")),
        ),
    ),
    Page(
        LoadState,
        "deputy",
        shown,
        (
            added("From half an hour to {most} hours a week", hours="0"),
            changed("From 0 to {most} hours a week", hours="99"),
            changed("From 1 to {most}", difficulty="14"),
            refused(
                "There are marks, absences or topics in this course: it stays. Set its hours to 0",
                Step("open_course", lambda cast, _state: {"course": str(cast.courses["maths"].id)}),
                do("remove_course"),
            ),
            added("This teacher has this subject in this class already"),
            added("Choose the other classes too", "several", group_name="Хор"),
            added("Fill this in", "new", group_name=" "),
        ),
    ),
    Page(
        TeacherNeedsState,
        "deputy",
        shown,
        (
            refused("From 1 to {most} lessons a day", do("open_needs"), do("set_most", value="99")),
        ),
    ),
    Page(
        ScheduleImportState,
        "deputy",
        lambda _cast: "/schedule/import",
        (refused("Choose a file first", do("check")),),
    ),
    Page(
        LinksState,
        "deputy",
        lambda _cast: "/schedule",
        (
            refused(
                "Say where the screen is", do("open_kiosk"), do("make_kiosk", fields={"screen_title": " "})
            ),
        ),
    ),
)  # fmt: skip
