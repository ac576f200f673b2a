"""The editor's dialogs: a new timetable, its days, its end, the publication, what was filled."""

import reflex as rx

from ejournal import limits
from ejournal.pages.timetable_editor.forms import EMPTY
from ejournal.pages.timetable_editor.parts import words_list
from ejournal.pages.timetable_editor.rows import Compared
from ejournal.pages.timetable_editor.state import TimetableEditorState as State
from ejournal.pages.timetable_editor.whole_state import WholeTimetableState as Whole
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import Words, t
from ejournal.ui.words.vars import some


def all_of_them() -> rx.Component:
    """Every dialog of the page; at most one is open."""
    return rx.fragment(new(), change(), delete(), publication(), published(), filled())


def _save(words: Words) -> rx.Component:
    return rx.el.div(
        kit.button(t("Cancel"), on_click=Whole.close),
        kit.button(words, kind="primary", submit=True),
        class_name="toolbar editor-buttons",
    )


def _days() -> rx.Component:
    errors = SessionState.errors
    return rx.fragment(
        kit.text_field(
            "name", t("Name"), error=errors["name"], default_value=Whole.form["name"], limit=limits.VERSION
        ),
        kit.text_field(
            "starts", t("Holds from"), kind="date", error=errors["starts"], default_value=Whole.form["starts"]
        ),
        kit.text_field(
            "ends",
            t("Holds until"),
            kind="date",
            hint=t("Empty: until the next timetable or the year's end."),
            error=errors["ends"],
            default_value=Whole.form["ends"],
        ),
    )


def new() -> rx.Component:
    """A draft: a copy of the shown timetable from a day, or an empty one."""
    copy = kit.select_field(
        "copy", t("Begin with"), (("copy", t("A copy of the shown one")), (EMPTY, t("Empty week")))
    )
    return kit.dialog(
        rx.cond(
            State.dialog == "new",
            rx.el.form(
                _days(),
                rx.cond(State.version != "", copy),
                _save(t("Make a draft")),
                on_submit=Whole.add_version,
                class_name="stack",
            ),
        ),
        is_open=State.dialog == "new",
        on_close=Whole.close,
        title=t("New timetable"),
        note=t("Lessons before its first day stay as they are. Nothing changes until you publish it."),
        keep_on_veil=True,
    )


def change() -> rx.Component:
    """The name and the days of the shown timetable."""
    return kit.dialog(
        rx.cond(
            State.dialog == "change",
            rx.el.form(_days(), _save(t("Save")), on_submit=Whole.change_version, class_name="stack"),
        ),
        is_open=State.dialog == "change",
        on_close=Whole.close,
        title=t("Name and days"),
        keep_on_veil=True,
    )


def delete() -> rx.Component:
    """Asks before a draft is thrown away."""
    return kit.confirm(
        is_open=State.dialog == "delete",
        on_close=Whole.close,
        on_confirm=Whole.delete_version,
        title=t("Delete the draft"),
        text=t("The draft and all its lessons are deleted. The published timetable stays."),
        confirm_label=t("Delete the draft"),
    )


def _counts() -> rx.Component:
    return rx.el.ul(rx.foreach(State.outlook.counts, rx.el.li), class_name="editor-counts")


def publication() -> rx.Component:
    """What publishing will change; with errors only after a reason."""
    reason = kit.text_area(
        "reason",
        t("Why it is published with errors"),
        hint=t("Is kept in the audit trail"),
        error=SessionState.errors["reason"],
        default_value=Whole.reason,
        on_save=Whole.write_reason,
        tells_all=True,
        limit=limits.OVERRIDE_REASON,
        rows="2",
    )
    has_errors = some(State.outlook.errors)
    return kit.dialog(
        _counts(),
        rx.cond(State.outlook.kept_words != "", kit.callout(State.outlook.kept_words, tone="amber")),
        words_list(t("Lessons that stay"), State.outlook.kept),
        words_list(t("Changes in the week"), State.outlook.changes),
        words_list(t("Warnings"), State.outlook.warnings),
        rx.cond(
            has_errors,
            rx.fragment(
                kit.callout(
                    rx.el.ul(rx.foreach(State.outlook.errors, rx.el.li)),
                    tone="red",
                    title=t("There are errors in the timetable"),
                ),
                reason,
            ),
        ),
        is_open=State.dialog == "publish",
        on_close=Whole.close,
        title=t("What publishing will change"),
        wide=True,
        keep_on_veil=True,
        foot=[
            kit.button(t("Cancel"), on_click=Whole.close),
            rx.cond(
                has_errors,
                kit.button(t("Publish with errors"), kind="danger", on_click=Whole.publish),
                kit.button(t("Publish"), kind="primary", on_click=Whole.publish),
            ),
        ],
    )


def published() -> rx.Component:
    """What was done to the year's lessons."""
    return kit.dialog(
        _counts(),
        rx.cond(State.outlook.kept_words != "", kit.callout(State.outlook.kept_words, tone="amber")),
        is_open=State.dialog == "published",
        on_close=Whole.close,
        title=t("The timetable is published"),
        foot=[
            kit.link_button(t("Open the schedule"), "/schedule"),
            kit.button(t("Done"), kind="primary", on_click=Whole.close),
        ],
    )


def filled() -> rx.Component:
    """The timetable before and after the automatic placement, kept or taken back as one step."""

    def line(one: Compared) -> rx.Component:
        return kit.table_row(one.label, kit.number(one.before), kit.number(one.after))

    return kit.dialog(
        kit.table(
            [t("Figure"), kit.Column(t("Before"), number=True), kit.Column(t("After"), number=True)],
            rx.foreach(State.result, line),
            label=t("Before and after"),
        ),
        is_open=State.dialog == "filled",
        on_close=Whole.close,
        title=t("The rest is filled"),
        keep_on_veil=True,
        foot=[
            kit.button(t("Put it back as it was"), on_click=State.undo),
            kit.button(t("Keep"), kind="primary", on_click=Whole.close),
        ],
    )
