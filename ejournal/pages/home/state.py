"""The main page's events: what to do now, by every role that the person holds."""

from datetime import date
from typing import Any

from ejournal import clock, limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.models import Role
from ejournal.pages.home import rows
from ejournal.pages.home.news import HomeNewsRow, home_news
from ejournal.pages.home.rows import ChildRow, FarRow, FigureRow, LessonRow, TaskRow
from ejournal.pages.home.survey_rows import SurveyLine, survey_lines
from ejournal.pages.home.waiting_rows import WaitingGroup, waiting_groups
from ejournal.services.absences import announced as absence_notices
from ejournal.services.absences import missed
from ejournal.services.accounts.own_email import confirm_present
from ejournal.services.base.topics import class_topic, late_topic, pupil_topic, schedule_topic
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import current_year
from ejournal.services.consents.giving import count_waiting
from ejournal.services.courses import choice
from ejournal.services.courses.choice import LessonToday
from ejournal.services.diary import week as diary
from ejournal.services.documents.reading import count_waiting as documents_waiting
from ejournal.services.home import heads as head_home
from ejournal.services.home import staff as home
from ejournal.services.home.elsewhere import elsewhere
from ejournal.services.home.family import child_now
from ejournal.services.late_changes.changes import late_changes
from ejournal.services.news.reading import at_home
from ejournal.services.setup.missing import school_stand
from ejournal.services.surveys.answers.seats import to_answer
from ejournal.ui.runtime.feedback import message_for, toast_done, with_reach
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import required_date, row_id, text
from ejournal.ui.runtime.session import FAMILY, WORK, PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.own_email import letter_sent, offer_to_confirm

LONGEST_ID = 60


class HomeState(PageState):
    """What the main page shows."""

    ready: bool = False
    title: str = ""
    subtitle: str = ""
    teaches: bool = False
    lessons_title: str = ""
    lessons: list[LessonRow] = []
    has_tasks: bool = False
    tasks: list[TaskRow] = []
    more_tasks: str = ""
    announced: list[TaskRow] = []
    leads: bool = False
    waiting: list[WaitingGroup] = []
    """What waits for a head of the school."""
    teachers: list[TaskRow] = []
    families: list[ChildRow] = []
    far: list[FarRow] = []
    """What waits in the other schools of the same sign-in."""
    figures: list[FigureRow] = []
    unconfirmed: str = ""
    """What is offered where the account's e-mail was never confirmed, in words."""
    missing_things: list[TaskRow] = []
    """What the administrator's school lacks for its first lesson."""
    surveys: list[SurveyLine] = []
    """What waits for the person's answer."""
    questions: str = ""
    """How many consents wait for the person's answer, in words; empty for none."""
    documents: str = ""
    """How many documents wait to be acknowledged, in words; empty for none."""

    news: list[HomeNewsRow] = []

    unsent: dict[str, Any] = {}
    """What became of an absence that had waited for the network: {id, error, seq}."""

    _children: list[int] = []

    @handler(Permission.HOME_READ, loads=True, quick=True)
    def load(self, work: Work) -> None:
        """Show what to do now."""
        self._show(work)
        may = work.actor.may(Permission.ACCOUNT_READ)  # not who looks with the person's eyes
        waiting = count_waiting(work.session, work.actor) if may else 0
        self.questions = rows.questions(waiting, self.locale)
        self.surveys = []
        if work.actor.may(Permission.SURVEY_ANSWER):
            self.surveys = survey_lines(
                to_answer(work.session, work.actor, work.now), work.actor, self.locale
            )
        self.documents = rows.documents(documents_waiting(work.session, work.actor), self.locale)

    @handler(Permission.ACCOUNT_WRITE)
    def confirm_email(self, work: Work) -> Any:
        """Send the letter that confirms the e-mail that the account has."""
        email = confirm_present(work.session, work.actor)
        self.unconfirmed = ""
        return toast_done(letter_sent(email, self.locale))

    @handler(Permission.ABSENCE_ANNOUNCE)
    def send_absence(
        self, work: Work, unsent: str, child: str, starts: str, ends: str, code: str, note: str
    ) -> Any:
        """Announce what was written without a network; a refusal is told in its words."""
        told = {"id": unsent[:LONGEST_ID], "error": "", "seq": self.unsent.get("seq", 0) + 1}
        try:
            absence_notices.announce_absence(
                work.session,
                work.actor,
                row_id(child),
                required_date(starts, "starts"),
                required_date(ends, "ends"),
                absence_notices.announced_reason(code),
                text(note, limit=limits.NOTE, field="note"),
            )
        except (DomainError, NotFound) as error:
            self.unsent = told | {"error": message_for(error, self.locale)}
            return None
        self.unsent = told
        words = gettext(self.locale, "The absence is announced")
        return toast_done(with_reach(words, work.session, self.locale))

    def _topics(self, work: Work) -> list[str]:
        school_id = work.actor.school_id
        waiting = [late_topic(school_id)] if self.leads else []
        given = [schedule_topic(school_id)] if self.teaches or self.leads else []
        classes = [class_topic(class_id) for class_id in sorted(work.actor.class_ids)]
        return [pupil_topic(child) for child in self._children] + waiting + given + classes

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Read anew when something shown has changed."""
        self._show(work)

    def _bell_rang(self, work: Work) -> None:
        """News came, were read elsewhere, or are no more."""
        self._show_news(work)

    def _show_news(self, work: Work) -> None:
        self.news = home_news(at_home(work.session, work.actor), work.actor, self.locale)

    def _show(self, work: Work) -> None:
        actor = work.actor
        self._show_news(work)
        self.unconfirmed = offer_to_confirm(work.session, actor, self.locale)
        self.title = rows.title(actor.today, self.locale)
        at_work = self.side != FAMILY
        self.teaches = at_work and actor.holds(Role.TEACHER)
        self.leads = at_work and actor.leads
        lessons = self._show_lessons(work) if self.teaches else []
        if self.leads:
            self._show_waiting(work)
        year = current_year(work.session, actor.school_id, actor.today)
        calendar = calendar_of(work.session, actor.school_id, year.id) if year else None
        self.subtitle = rows.subtitle(calendar, lessons, actor.today, self.locale)
        self._show_tasks(work, lessons, actor.class_ids if at_work else frozenset())
        self._show_families(work)
        if self.leads:
            found = home.unfilled_journals(work.session, actor)
            self.teachers = rows.teacher_rows(found, self.locale)
        self.figures, self.missing_things = [], []
        if at_work and actor.may(Permission.ACCOUNTS_MANAGE):
            self.figures = rows.figures(home.accounts_overview(work.session, actor), self.locale)
            stand = school_stand(work.session, actor)
            schedules = actor.may(Permission.SCHEDULE_WRITE)
            self.missing_things = rows.missing_rows(stand, self.locale, schedules=schedules)
        self.ready = True

    def _show_lessons(self, work: Work) -> list[LessonToday]:
        """Today's lessons; on a day without any, those of the next one."""
        today = choice.my_lessons_today(work.session, work.actor)
        now = clock.local(work.now, work.actor.time_zone).time()
        if today:
            self.lessons, self.lessons_title = rows.lesson_rows(today, now, self.locale), ""
            return today
        coming = choice.next_lesson(work.session, work.actor, work.now)
        day: date | None = coming.day if coming else None
        later = choice.my_lessons_today(work.session, work.actor, day) if day else []
        self.lessons = rows.lesson_rows(later, None, self.locale)
        self.lessons_title = rows.title(day, self.locale) if day else ""
        return []

    def _show_waiting(self, work: Work) -> None:
        self.waiting = waiting_groups(
            head_home.lessons_without_teacher(work.session, work.actor),
            head_home.reports(work.session, work.actor),
            late_changes(work.session, work.actor),
            work.actor.today,
            self.locale,
        )

    def _show_tasks(self, work: Work, lessons: list[LessonToday], class_ids: frozenset[int]) -> None:
        actor, tasks = work.actor, []
        self.has_tasks = self.teaches or bool(class_ids)
        if self.teaches:
            now = clock.local(work.now, actor.time_zone).time()
            tasks += rows.unfinished_tasks(home.unfinished_today(lessons, now), self.locale)
            tasks += rows.unfinished_tasks(home.unfinished_lessons(work.session, actor), self.locale)
        self.announced = []
        for class_id in sorted(class_ids):
            said = absence_notices.announced_in_class(work.session, actor, class_id)
            self.announced += rows.announced_rows(said, self.locale)
        if class_ids:
            tasks += rows.absence_tasks(missed.absences_to_explain(work.session, actor), self.locale)
        self.tasks, self.more_tasks = rows.shortened(tasks, self.locale)

    def _show_families(self, work: Work) -> None:
        at_home = self.side != WORK and work.actor.holds(Role.GUARDIAN, Role.PUPIL)
        found = diary.children(work.session, work.actor) if at_home else []
        other = elsewhere(work.session, work.actor, unread=True) if self.schools else ()
        self.far = [rows.far_row(one, self.locale) for one in other if one.children or not one.place.id]
        self._children = [child.id for child in found]
        self.families = [
            rows.child_row(
                child_now(work.session, work.actor, child.id),
                self.locale,
                announces=child.id != work.actor.person_id,
            )
            for child in found
            if child.class_title
        ]
