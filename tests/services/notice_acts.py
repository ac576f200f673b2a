"""A service verb for every kind of notice, done by a member of the cast; who is to read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ejournal import clock
from ejournal.models import (
    AbsenceReason,
    AttendanceCode,
    ChatKind,
    ClassPart,
    ForumDeed,
    NoticeKind,
    PartKind,
    Person,
    RemarkTone,
    Whom,
)
from ejournal.models.people import short_name
from ejournal.services.absences.announced import announce_absence
from ejournal.services.audience.parts import Part
from ejournal.services.chat import moderating as chat_moderating
from ejournal.services.chat.reporting import report
from ejournal.services.chat.rooms import make_missing, own_rooms
from ejournal.services.chat.sending import Draft, send
from ejournal.services.class_page import helpers, hiding
from ejournal.services.class_page import writing as class_page
from ejournal.services.delivery.bounces import note_bounced
from ejournal.services.documents import drafts, due, publishing
from ejournal.services.events import planning
from ejournal.services.events.changing import cancel
from ejournal.services.forum import moderating, posting, sections
from ejournal.services.forum.reporting import report as report_post
from ejournal.services.journal.remarks import add_remark
from ejournal.services.journal.term_marks import TermMarkOp, put_term_marks
from ejournal.services.late_changes.changes import decide_late_change, late_changes
from ejournal.services.mail.sending import GivenUp
from ejournal.services.messages.drafts import Filled, add_part, fill
from ejournal.services.messages.sending import send as send_message
from ejournal.services.news import drafts as news_drafts
from ejournal.services.news.publishing import publish
from ejournal.services.notices.board import mark_all_read
from ejournal.services.notices.mail import tell_given_up
from ejournal.services.people.moves import transfer
from ejournal.services.people.seen import mark_of
from ejournal.services.reports.filling import remind
from ejournal.services.second_factor.telling import tell_taken_off
from ejournal.services.substitutions.absence_changes import change_end, outlook
from ejournal.services.substitutions.absences import decide_absence, enter_absence, report_own_absence
from ejournal.services.substitutions.arranging import assign
from ejournal.services.support import begin_look
from tests.cast import Cast
from tests.services.journal_helpers import MONDAY, NEXT_MONDAY, op, put_one, set_window
from tests.services.surveys.survey_helpers import sent as send_survey

FAMILY = ("pupil", "guardian")
FRIDAY = NEXT_MONDAY + timedelta(days=4)


@dataclass(frozen=True)
class Told:
    """What brings a notice about, and who reads it."""

    act: Callable[[Cast], object]
    readers: tuple[str, ...]


def remark(cast: Cast, tone: RemarkTone) -> int:
    """Котова writes something about Анна."""
    lesson = cast.lessons["maths"].id or 0
    teacher = cast.actor("class_teacher")
    return add_remark(cast.session, teacher, lesson, cast.id_of("pupil"), "На уроке", tone, clock.now())


def term_mark(cast: Cast) -> None:
    """Котова sets Анна's term mark."""
    entry = TermMarkOp("1", cast.id_of("pupil"), "2", "5")
    course = cast.courses["maths"].id or 0
    put_term_marks(cast.session, cast.actor("class_teacher"), course, [entry], clock.now())


def substitution(cast: Cast, lesson_day: date = NEXT_MONDAY) -> None:
    """Зайцев is to give Котова's lesson."""
    lesson = cast.lesson("maths", lesson_day).id or 0
    assign(cast.session, cast.actor("deputy"), lesson, cast.id_of("teacher_parent"))


def reported(cast: Cast) -> int:
    """Соколов says that he will be away."""
    return report_own_absence(
        cast.session, cast.actor("teacher"), NEXT_MONDAY, FRIDAY, AbsenceReason.SICK_LEAVE
    )


def changed(cast: Cast) -> None:
    """Соколов's absence gets an earlier last day."""
    deputy, who = cast.actor("deputy"), cast.id_of("teacher")
    away = enter_absence(cast.session, deputy, who, NEXT_MONDAY, FRIDAY, AbsenceReason.LEAVE)
    mark = outlook(cast.session, deputy, away, NEXT_MONDAY).mark
    change_end(cast.session, deputy, away, NEXT_MONDAY, mark)


def announced(cast: Cast) -> int:
    """Анна's mother announces an absence."""
    about = (NEXT_MONDAY, NEXT_MONDAY, AttendanceCode.ILL, "Температура")
    return announce_absence(cast.session, cast.actor("guardian"), cast.id_of("pupil"), *about)


def bounced(cast: Cast) -> None:
    """The mail server does not know the address of Анна's mother."""
    account = cast.accounts["guardian"]
    account.email, account.email_confirmed_at = "guardian@example.test", clock.now()
    cast.session.add(account)
    cast.session.flush()
    note_bounced(cast.session, account.id or 0, "guardian@example.test")


def late_change(cast: Cast) -> None:
    """The deputy head refuses a change that Котова has asked for."""
    set_window(cast, 3)
    put_one(cast, op(cast, "5", day=MONDAY, reason="Нашлась работа"))
    deputy = cast.actor("deputy")
    request = late_changes(cast.session, deputy)[-1].id
    decide_late_change(cast.session, deputy, request, False, "Поздно", clock.now())


def looked_as(cast: Cast) -> None:
    """The administrator looks with Соколов's eyes."""
    begin_look(cast.session, cast.actor("admin"), cast.id_of("teacher"), "Не видит журнала", "", "")


def moved(cast: Cast) -> None:
    """The deputy head moves Анна to 6В."""
    deputy, pupil = cast.actor("deputy"), cast.id_of("pupil")
    seen = mark_of(cast.session, deputy.school_id, pupil)
    transfer(cast.session, deputy, pupil, seen, cast.classes["6v"].id or 0, NEXT_MONDAY)


def written(cast: Cast) -> int:
    """Котова writes to the parents of her class; the room's number."""
    session, teacher = cast.session, cast.actor("class_teacher")
    make_missing(session, teacher.school_id, teacher.today)
    noon = datetime.combine(teacher.today, time(9), UTC)
    rooms = own_rooms(session, teacher, noon)
    room = next(one for one in rooms if one.name.kind is ChatKind.CLASS_GUARDIANS)
    send(session, teacher, room.id, Draft("a-notice-act", "Собрание в шесть"), noon)
    return room.id


def named_in_chat(cast: Cast) -> None:
    """Котова names a mother among the parents of her class."""
    room, teacher = written(cast), cast.actor("class_teacher")
    person = cast.session.get_one(Person, cast.id_of("guardian"))
    words = f"@{short_name(person.last_name, person.first_name, person.middle_name or '')}, вы придёте?"
    noon = datetime.combine(teacher.today, time(9, 5), UTC)
    send(cast.session, teacher, room, Draft("a-naming-act", words), noon)


def message_reported(cast: Cast) -> None:
    """A mother reports what Котова has written."""
    guardian, room_id = cast.actor("guardian"), written(cast)
    report(cast.session, guardian, room_id, 1, "Не по делу", datetime.combine(guardian.today, time(10), UTC))


def author_warned(cast: Cast) -> None:
    """The deputy warns Котова, of whose message another parent has complained."""
    parent, deputy, room_id = cast.actor("teacher_parent"), cast.actor("deputy"), written(cast)
    at = datetime.combine(parent.today, time(10), UTC)
    report(cast.session, parent, room_id, 1, "С именами", at)
    waiting = chat_moderating.reports(cast.session, deputy, at)[-1]
    warning = chat_moderating.Decision(hides=False, mute="", reason="Без имён")
    chat_moderating.decide(cast.session, deputy, waiting.id, warning, at)
    mark_all_read(cast.session, cast.actor("director"), at)  # who was told of the report too


def message_sent(cast: Cast, *, urgent: bool = False) -> None:
    """Котова writes to the parents of her class."""
    session, teacher, now = cast.session, cast.actor("class_teacher"), clock.now()
    add_part(session, teacher, Part(PartKind.CLASS, str(cast.classes["6b"].id)), now)
    draft = fill(session, teacher, Filled(title="Собрание", words="Ждём в шесть", urgent=urgent), now)
    send_message(session, teacher, draft.id or 0, now)


def document_published(cast: Cast) -> int:
    """The deputy head asks the parents of a class to know the rules until today; its number."""
    session, deputy = cast.session, cast.actor("deputy")
    now = datetime.combine(deputy.today, time(9), UTC)
    number = drafts.begin(session, deputy, now)
    drafts.add_part(session, deputy, number, Part(PartKind.CLASS, str(cast.classes["6b"].id)))
    drafts.fill(session, deputy, number, drafts.Filled("Правила", "Слова", until=deputy.today), now)
    publishing.publish(session, deputy, number, publishing.check(session, deputy, number).seen, now)
    return number


def document_late(cast: Cast) -> None:
    """The last day has passed, and not all have acknowledged."""
    number, deputy = document_published(cast), cast.actor("deputy")
    tomorrow = datetime.combine(deputy.today + timedelta(days=1), time(9), UTC)
    due.look(cast.session, deputy.school_id, number, tomorrow)


def topic_begun(cast: Cast) -> int:
    """A mother begins a topic in the section of her daughter's class; its number."""
    fields = sections.SectionFields(
        "6 «Б»", class_id=cast.classes["6b"].id, reads=frozenset({"guardians"}),
        writes=frozenset({"guardians"}),
    )  # fmt: skip
    number = sections.make_section(cast.session, cast.actor("class_teacher"), fields)
    posted = posting.begin_topic(
        cast.session, cast.actor("guardian"), number, "Поездка", "Кто едет?", clock.now()
    )
    return posted.topic_id


def answered(cast: Cast) -> None:
    """Another parent of the class answers her."""
    topic_id = topic_begun(cast)
    posting.answer(cast.session, cast.actor("teacher_parent"), topic_id, "Мы едем", clock.now())


def post_reported(cast: Cast) -> None:
    """That parent reports what she has written."""
    topic_id = topic_begun(cast)
    report_post(cast.session, cast.actor("teacher_parent"), topic_id, 1, "Не по делу", clock.now())


def post_hidden(cast: Cast) -> None:
    """Котова hides it."""
    topic_id, ask = topic_begun(cast), moderating.Ask(ForumDeed.HIDDEN, "Не по делу")
    moderating.decide(cast.session, cast.actor("class_teacher"), topic_id, 1, ask, clock.now())


def class_news(cast: Cast) -> None:
    """Котова puts news on the page of her class."""
    fields = class_page.Fields("Собрание", "Ждём в шесть")
    teacher, class_id = cast.actor("class_teacher"), cast.classes["6b"].id or 0
    class_page.add_item(cast.session, teacher, class_id, ClassPart.NEWS, fields, clock.now())


def class_item_hidden(cast: Cast) -> None:
    """She hides what a mother, whom she has let write there, put on it."""
    session, teacher, class_id = cast.session, cast.actor("class_teacher"), cast.classes["6b"].id or 0
    helpers.give(session, teacher, class_id, cast.id_of("guardian"))
    fields = class_page.Fields("Ярмарка", "Несём поделки")
    number = class_page.add_item(
        session, cast.actor("guardian"), class_id, ClassPart.NEWS, fields, clock.now()
    )
    hiding.hide(session, teacher, number, "Не по делу", clock.now())


def survey_sent(cast: Cast) -> None:
    """Котова asks the families of her class."""
    send_survey(cast, "class_teacher")


def news_published(cast: Cast) -> None:
    """The deputy head publishes news for the parents of 6Б."""
    session, deputy, now = cast.session, cast.actor("deputy"), clock.now()
    number = news_drafts.begin(session, deputy, now).id or 0
    news_drafts.set_whom(session, deputy, number, Whom.GUARDIANS)
    news_drafts.add_part(session, deputy, number, Part(PartKind.CLASS, str(cast.classes["6b"].id)))
    news_drafts.fill(session, deputy, number, news_drafts.Filled("Сбор", "Ждём", must=True), now)
    publish(session, deputy, number, now)


def invited_to_event(cast: Cast) -> int:
    """The deputy head invites the parents of 6Б."""
    session, deputy, now = cast.session, cast.actor("deputy"), clock.now()
    number = planning.begin(session, deputy, now).id or 0
    planning.set_whom(session, deputy, number, Whom.GUARDIANS)
    planning.add_part(session, deputy, number, Part(PartKind.CLASS, str(cast.classes["6b"].id)))
    planning.fill(session, deputy, number, planning.Filled("Концерт", day=deputy.today), now)
    planning.announce(session, deputy, number, now)
    return number


def event_cancelled(cast: Cast) -> None:
    """And cancels it."""
    cancel(cast.session, cast.actor("deputy"), invited_to_event(cast), clock.now())


ACTS: dict[NoticeKind, Told] = {
    NoticeKind.MARK: Told(lambda cast: put_one(cast, op(cast, "5", comment="У доски")), FAMILY),
    NoticeKind.ATTENDANCE: Told(lambda cast: put_one(cast, op(cast, "н")), FAMILY),
    NoticeKind.TERM_MARK: Told(term_mark, FAMILY),
    NoticeKind.PRAISE: Told(lambda cast: remark(cast, RemarkTone.PRAISE), FAMILY),
    NoticeKind.REMARK: Told(lambda cast: remark(cast, RemarkTone.REMARK), FAMILY),
    NoticeKind.SUBSTITUTION: Told(substitution, FAMILY),
    NoticeKind.SUBSTITUTION_GIVEN: Told(substitution, ("teacher_parent",)),
    NoticeKind.TEACHER_ABSENCE_REPORTED: Told(reported, ("deputy",)),
    NoticeKind.TEACHER_ABSENCE_DECIDED: Told(
        lambda cast: decide_absence(cast.session, cast.actor("deputy"), reported(cast), True), ("teacher",)
    ),
    NoticeKind.TEACHER_ABSENCE_CHANGED: Told(changed, ("teacher",)),
    NoticeKind.PUPIL_ABSENCE_ANNOUNCED: Told(announced, ("class_teacher",)),
    NoticeKind.PUPIL_MOVED: Told(moved, ("class_teacher",)),
    NoticeKind.MAIL_FAILED: Told(
        lambda cast: tell_given_up(cast.session, GivenUp(cast.schools["a"].id or 0, 2, "550 no such user")),
        ("admin",),
    ),
    NoticeKind.EMAIL_BOUNCED: Told(bounced, ("class_teacher",)),
    NoticeKind.LOOKED_AS: Told(looked_as, ("teacher",)),
    NoticeKind.SECOND_FACTOR: Told(
        lambda cast: tell_taken_off(cast.session, cast.accounts["teacher"]), ("teacher",)
    ),
    NoticeKind.JOURNAL_UNFILLED: Told(
        lambda cast: remind(cast.session, cast.actor("deputy"), None, {cast.id_of("teacher")}), ("teacher",)
    ),
    NoticeKind.LATE_CHANGE: Told(late_change, ("class_teacher",)),
    NoticeKind.CHAT_MESSAGE: Told(written, ("guardian", "teacher_parent")),
    NoticeKind.URGENT_MESSAGE: Told(
        lambda cast: message_sent(cast, urgent=True), ("guardian", "teacher_parent")
    ),
    NoticeKind.CHAT_MENTION: Told(named_in_chat, ("guardian",)),
    NoticeKind.CHAT_REPORTED: Told(message_reported, ("director", "deputy")),
    NoticeKind.CHAT_DECIDED: Told(author_warned, ("class_teacher",)),
    NoticeKind.MESSAGE: Told(message_sent, ("guardian", "teacher_parent")),
    NoticeKind.SURVEY: Told(survey_sent, ("guardian", "teacher_parent")),
    NoticeKind.FORUM_ANSWER: Told(answered, ("guardian",)),
    NoticeKind.FORUM_WAITS: Told(post_reported, ("class_teacher",)),
    NoticeKind.FORUM_DECIDED: Told(post_hidden, ("guardian",)),
    NoticeKind.CLASS_NEWS: Told(
        class_news, ("pupil", "classmate", "guardian", "teacher", "substitute", "teacher_parent")
    ),
    NoticeKind.CLASS_ITEM_HIDDEN: Told(class_item_hidden, ("guardian",)),
    NoticeKind.NEWS: Told(news_published, ("guardian", "teacher_parent")),
    NoticeKind.DOCUMENT: Told(document_published, ("guardian", "teacher_parent")),
    NoticeKind.DOCUMENT_LATE: Told(document_late, ("director", "deputy", "class_teacher")),
    NoticeKind.EVENT: Told(invited_to_event, ("guardian", "teacher_parent")),
    NoticeKind.EVENT_CHANGED: Told(event_cancelled, ("guardian", "teacher_parent")),
}
"""Every kind has its line."""
