"""The task for a substitute, as the absent teacher and the deputy head leave it from their pages."""

from typing import Any

from ejournal import limits
from ejournal.i18n import gettext
from ejournal.services.substitutions import tasks
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.inputs import row_id, text
from ejournal.ui.runtime.work import Work

FIELD, DRAFT = "left_task", "task:"


def publish_task(work: Work, lesson: str, form: dict[str, Any], locale: str) -> list[Any]:
    """Leave the form's task for the lesson; open schedules, journals and days show it; what to tell."""
    task = text(form.get(FIELD), limit=limits.TASK, field=FIELD)
    tasks.leave_task(work.session, work.actor, row_id(lesson), task)
    if task:
        words = gettext(locale, "The task is left: whoever gives the lesson sees it")
    else:
        words = gettext(locale, "The task is taken back")
    return [forget_draft(DRAFT + lesson), toast_done(words)]
