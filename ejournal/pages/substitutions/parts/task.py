"""The task for a substitute: a line under the lesson, and the dialog in which it is written."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.pages.substitutions.tasks import DRAFT, FIELD
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import Words, t


def task_line(task: Words) -> rx.Component:
    """What was left to do in the lesson."""
    return rx.cond(task != "", rx.el.p(t("Task"), ": ", task, class_name="left-task"))


def task_dialog(state: Any) -> rx.Component:
    """What is to be done in the lesson `state.task_of`, left by `state.leave_task`."""
    return kit.form_dialog(
        kit.text_area(
            FIELD,
            t("Task for the substitute"),
            error=SessionState.errors[FIELD],
            default_value=state.task_of.task,
            limit=limits.TASK,
            draft=DRAFT + state.task_of.id,
            rows="5",
        ),
        name="left-task",
        on_submit=state.leave_task,
        is_open=state.task_of.id != "",
        on_close=state.close_task,
        title=state.task_of.title,
        note=f"{state.task_of.day}, {state.task_of.lead}",
        fresh=state.task_of.id,
        save=t("Leave the task"),
    )
