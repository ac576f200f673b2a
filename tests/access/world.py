"""The cast with something to hide: words in lessons, marks, requests, by which a leak shows.

Each secret names what it is about: TOPIC.format("maths") is the topic of that course's lesson on DAY.
"""

from datetime import date, time, timedelta

from sqlalchemy import select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import token_hash
from ejournal.models import (
    AbsenceNotice,
    AbsenceReason,
    AccountPlace,
    Attendance,
    AttendanceCode,
    Audience,
    CalendarFeed,
    ChangeRequest,
    Channel,
    ChatKind,
    ChatMessage,
    ChatReport,
    ChatRoom,
    ClassPart,
    Delivery,
    Exemption,
    FeedKind,
    ForumDecision,
    ForumDeed,
    ForumPost,
    ForumSection,
    Guardianship,
    Mark,
    MessengerChat,
    OpeningKind,
    OwnReport,
    Passkey,
    Person,
    ProviderLink,
    PushDevice,
    Remark,
    RemarkTone,
    Role,
    RoleGrant,
    RowKind,
    SchoolSettings,
    SignInSession,
    Substitution,
    TeacherAbsence,
)
from ejournal.models.base import table
from ejournal.openid_provider import OidcProvider
from ejournal.services.chat.groups import make_group
from ejournal.services.chat.rooms import make_missing
from ejournal.services.chat.sending import Draft, send
from ejournal.services.chat.talks import open_talk
from ejournal.services.class_page import helpers as class_helpers
from ejournal.services.class_page import hiding as class_hiding
from ejournal.services.class_page import writing as class_page
from ejournal.services.consents.publishing import DraftFields, write_draft
from ejournal.services.files import uploads
from ejournal.services.forum.posting import begin_topic
from ejournal.services.forum.sections import GROUPS, SectionFields, make_section
from ejournal.services.openings import note_opening
from tests.access.world_asked import ASKED, ASKED_OF, plant_asked
from tests.access.world_documents import plant_documents
from tests.access.world_events import EVENTS, PlantedEvents, plant_events
from tests.access.world_events import TITLE as EVENT
from tests.access.world_messages import plant_messages
from tests.access.world_news import NEWS, TITLE, PlantedNews, plant_news
from tests.access.world_surveys import plant_surveys
from tests.cast import COURSES, DAY, STRANGER, Cast, make_cast
from tests.consent_texts import publish_samples
from tests.infra.laid_files import laid
from tests.services.surveys.answer_helpers import Made

PROVIDER = OidcProvider(key="region", title="Школы области", issuer="http://localhost:1", client_id="journal")
"""A provider of sign-ins that nobody answers for."""
TOPIC = "Тема урока «{}»"
HOMEWORK = "Задание урока «{}»"
COMMENT = "Пометка об ответе «{}»"
REASON = "Причина запроса «{}»"
REMARK = "Слова о поведении «{}»"
NOTE = "Причина пропуска «{}»"
EXEMPT = "Освобождение «{}»"
SCREEN = "Экран школы «{}»"
PASSKEY = "Ключ доступа «{}»"
WHOSE_LINK = "Ссылка учителя"
OWN_REPORT = "Отчёт «{}»"
CHAT = "Слова беседы «{}»"
MESSAGE = "Письмо «{}»"
MESSAGES = ("6b", "staff", "b")
DOCUMENT = "Документ «{}»"
DOCUMENTS = ("6b", "staff", "draft")
FORUM = "Слова форума «{}»"
CLASS_ITEM = "Запись класса «{}»"
CLASS_ITEMS = ("news", "family", "hidden", "b")
FORUMS = ("school", "parents", "class", "waits", "school_b")
"""Sections of the forum, and the topic that waits in the first of them."""
CHATS = ("guardians", "pupils", "course", "staff", "talk", "pupil_talk", "group", "staff_b")
SECOND = "second-{}"
"""The token of a second sign-in of a member."""
LOOK = "look-{}"
"""The administrator who looks with a member's eyes, as a member."""
LOOKED_AS = (
    "class_teacher",
    "teacher",
    "substitute",
    "teacher_parent",
    "pupil",
    "guardian",
    "other_guardian",
)
LATE_DAY = date(2026, 11, 9)
SETTLED_DAY = date(2026, 11, 26)
NEXT_WEEK = (date(2026, 11, 23), date(2026, 11, 27))
# course: pupil, with a mark, a remark and an absence
ANNOUNCED_BY = {"maths": "guardian", "maths_v": "other_guardian", "maths_b": "teacher_b"}
# whose account acts in the other school too: as whom there, of which child
SHARED = {
    "other_guardian": ("shared_b", "b", "Шилов", "Иван", "pupil_b"),
    "teacher_b": ("shared_a", "a", "Шилова", "Алла", "left"),
}
PUPILS = {"maths": "pupil", "maths_v": "other_pupil", "maths_b": "pupil_b"}


def secrets_of(course: str) -> tuple[str, ...]:
    """All that was planted about a course and its pupil."""
    return tuple(secret.format(course) for secret in (TOPIC, HOMEWORK, COMMENT, REASON, REMARK, NOTE))


def never_for(member: str) -> tuple[str, ...]:
    """What a member may not see whatever they call: the other school; two of them see nothing at all."""
    ours = tuple(secret for course in COURSES if course != "maths_b" for secret in secrets_of(course))
    ours += tuple(CHAT.format(name) for name in CHATS if name != "staff_b")
    ours += tuple(MESSAGE.format(name) for name in MESSAGES if name != "b")
    ours += tuple(DOCUMENT.format(name) for name in DOCUMENTS)
    ours += tuple(CLASS_ITEM.format(name) for name in CLASS_ITEMS if name != "b")
    ours += tuple(EVENT.format(name) for name in EVENTS if name != "b")
    ours += tuple(TITLE.format(name) for name in NEWS if name != "b")
    ours += tuple(ASKED.format(name) for name in ASKED_OF if name != "b")
    ours += tuple(FORUM.format(name) for name in FORUMS if name != "school_b")
    theirs = (
        CHAT.format("staff_b"),
        MESSAGE.format("b"),
        ASKED.format("b"),
        FORUM.format("school_b"),
        CLASS_ITEM.format("b"),
        TITLE.format("b"),
        EVENT.format("b"),
        *secrets_of("maths_b"),
        EXEMPT.format("maths_b"),
        "Юдин",
        "Фомина",
    )
    if member in (STRANGER, "admin"):  # reasons of exemptions tell of health
        known = (CHAT.format("staff"), FORUM.format("school"), *map(DOCUMENT.format, DOCUMENTS))
        told = known if member == "admin" else ()
        return (*(one for one in ours if one not in told), *theirs, EXEMPT.format("maths"))
    return (*ours, "Лебедев", "Никитин") if member.endswith("_b") else theirs


class World(Cast):
    """The cast, and the rows that were planted."""

    requests: dict[str, int]
    remarks: dict[str, int]
    notices: dict[str, int]
    sign_ins: dict[str, int]
    passkeys: dict[str, int]
    exemptions: dict[str, int]
    links: dict[str, int]
    absences: dict[str, int]
    deliveries: dict[str, int]
    devices: dict[str, int]
    """Letters that the mail server did not take, by to whom they were."""
    consent_document: int
    provider_links: dict[str, int]
    chats: dict[str, int]
    """Rooms of the chat, each with words that only those in it see."""
    files: dict[str, str]
    """Keys, by what shows each: «nothing», the teacher's; «coming», on its way, the teacher's too; a room."""
    messages: dict[str, int]
    """Messages to many: of a class teacher to the parents, of the deputy head to teachers, of school B."""
    surveys: dict[str, int]
    """Surveys by name; beside them the first and the second question of each, an option of the second."""
    survey_questions: dict[str, int]
    survey_seconds: dict[str, int]
    survey_options: dict[str, int]
    asked: dict[str, Made]
    """Surveys that are answered, by name."""
    message_kept: dict[str, int]
    """Kept texts of the school and of «b», and a kept choice of the class teacher."""
    documents: dict[str, int]
    """Documents: of the deputy head to the parents of a class, of the head to teachers; a draft."""
    document_lines: dict[str, int]
    """A line of the register of each."""
    class_items: dict[str, int]
    """What stands on the pages of classes, by name."""
    events: PlantedEvents
    """Events of the school, and what was answered."""
    news: PlantedNews
    """News of the school, and what is said under them."""
    forum: dict[str, int]
    """Sections of the forum by name."""
    topics: dict[str, int]
    """Topics of the forum, one in each section, and that which waits."""
    mute: int
    """By which one pupil only reads the forum."""
    chat_reports: dict[str, int]
    """Reports of the first message, by the room."""
    own_reports: dict[str, int]
    """By with whom it is shared; those of the deputy head, and «teacher_b» of the other school."""
    shared: dict[str, int]
    """Places of accounts in the other school, by whose account it is."""
    consent_purpose: int
    """Of the document, with the draft of its second version."""
    other_purpose: int
    """Of the other school."""

    def absence_day(self, course: str) -> date:
        """The day on which the course's pupil was absent."""
        return next(day for name, day in self.by_day if name == course and day < DAY)


def make_world(session: Session) -> World:
    """The cast and its secrets, flushed."""
    cast = make_cast(session)
    world = World(**vars(cast))
    for (course, _), lesson in world.by_day.items():
        lesson.topic, lesson.homework = TOPIC.format(course), HOMEWORK.format(course)
        session.add(lesson)
    requests = {course: _request(world, course) for course in ("maths", "maths_b")}
    remarks = {course: _remark(world, course) for course in PUPILS}
    notices = {course: _notice(world, course) for course in PUPILS}
    exemptions = {course: _exemption(world, course) for course in ("maths", "maths_b")}
    sign_ins = {name: _sign_in(world, name) for name in ("teacher", "teacher_b")}
    passkeys = {name: _passkey(world, name) for name in ("teacher", "teacher_b")}
    links = _links(world)
    away = _teacher_absences(world)
    marks = [_mark(world, course) for course in PUPILS]
    absences = [_absence(world, course) for course in PUPILS]
    settled = _settled(world)
    deliveries = {name: _delivery(world, name) for name in ("guardian", "pupil_b")}
    devices = {name: _device(world, name) for name in ("guardian", "pupil_b")}
    messenger_chats = [_messenger_chat(world, name) for name in ("guardian", "pupil_b")]
    own_reports = {
        **{one.value: _own_report(world, "deputy", one) for one in Audience},
        "teacher_b": _own_report(world, "teacher_b", Audience.NOBODY),
    }
    looks = [_look(world, name) for name in LOOKED_AS]
    provider_links = {name: _provider_link(world, name) for name in ("teacher", "teacher_b")}
    for row in (
        settled,
        *provider_links.values(),
        *deliveries.values(),
        *devices.values(),
        *messenger_chats,
        *looks,
        *own_reports.values(),
        *requests.values(),
        *remarks.values(),
        *notices.values(),
        *sign_ins.values(),
        *passkeys.values(),
        *exemptions.values(),
        *links.values(),
        *away.values(),
        *marks,
        *absences,
    ):
        session.add(row)
    session.flush()
    world.requests = {name: row.id or 0 for name, row in requests.items()}
    world.remarks = {name: row.id or 0 for name, row in remarks.items()}
    world.notices = {name: row.id or 0 for name, row in notices.items()}
    world.sign_ins = {name: row.id or 0 for name, row in sign_ins.items()}
    world.passkeys = {name: row.id or 0 for name, row in passkeys.items()}
    world.absences = {name: row.id or 0 for name, row in away.items()}
    world.links = {name: row.id or 0 for name, row in links.items()}
    world.provider_links = {name: row.id or 0 for name, row in provider_links.items()}
    world.deliveries = {name: row.id or 0 for name, row in deliveries.items()}
    world.devices = {name: row.id or 0 for name, row in devices.items()}
    world.exemptions = {name: row.id or 0 for name, row in exemptions.items()}
    world.own_reports = {name: row.id or 0 for name, row in own_reports.items()}
    _openings(world)
    world.chats = _chats(world)
    world.files = _files(world)
    world.messages, world.message_kept, files = plant_messages(world)
    world.surveys, world.survey_questions, world.survey_seconds, world.survey_options = plant_surveys(world)
    world.asked = plant_asked(world)
    world.documents, world.document_lines, of_documents = plant_documents(world)
    world.files |= files | of_documents
    _forum(world)
    world.class_items = _class_items(world)
    world.news = plant_news(world)
    world.files |= world.news.files
    world.events = plant_events(world)
    world.files |= world.events.files
    world.shared = {owner: _shared(world, owner) for owner in SHARED}
    school_id = cast.schools["a"].id or 0
    document = publish_samples(session, school_id)[0]
    world.consent_document, world.consent_purpose = document.id or 0, document.purpose_id
    draft = DraftFields("Журнал", "Новый текст.", "Журнал ведётся и так.", True, True, True)
    write_draft(session, cast.actor("director"), document.purpose_id, draft)
    world.other_purpose = publish_samples(session, cast.schools["b"].id or 0)[0].purpose_id
    return world


def _class_items(world: World) -> dict[str, int]:
    """On the page of 6Б news, what a mother wrote, what was hidden of hers; news of the other school."""
    session, later = world.session, clock.now() + timedelta(hours=1)
    teacher, of_class = world.actor("class_teacher"), world.classes["6b"].id or 0
    class_helpers.give(session, teacher, of_class, world.id_of("guardian"))
    authors = {"news": "class_teacher", "family": "guardian", "hidden": "guardian", "b": "teacher_b"}
    found = {}
    for name, author in authors.items():
        words = CLASS_ITEM.format(name)
        class_id = world.classes["6b_b"].id or 0 if name == "b" else of_class
        fields = class_page.Fields(words, words)
        found[name] = class_page.add_item(
            session, world.actor(author), class_id, ClassPart.NEWS, fields, later
        )
    class_hiding.hide(session, teacher, found["hidden"], "Не по делу", later)
    return found


def _forum(world: World) -> None:
    """Sections of the school, of parents, of 6Б and of the other school; in each a topic, one that waits."""
    session, later = world.session, clock.now() + timedelta(hours=1)
    everybody, families = frozenset(GROUPS), frozenset({"guardians"})
    deputy, of_class = world.actor("deputy"), world.classes["6b"].id
    makers = {
        "school": (deputy, SectionFields("Школа", reads=everybody, writes=everybody, moderated=True)),
        "parents": (deputy, SectionFields("Родители", reads=families, writes=families)),
        "class": (
            world.actor("class_teacher"),
            SectionFields("6 «Б»", class_id=of_class, reads=everybody, writes=families),
        ),
    }
    world.forum = {name: make_section(session, *one) for name, one in makers.items()}
    section = ForumSection(school_id=world.schools["b"].id or 0, title="Школа")
    session.add(section)
    session.flush()
    world.forum["school_b"] = section.id or 0
    authors = {"school": "teacher", "parents": "guardian", "class": "guardian", "school_b": "teacher_b"}
    places = [(name, name, author) for name, author in authors.items()] + [("waits", "school", "guardian")]
    world.topics = {}
    for name, place, author in places:
        words = FORUM.format(name)
        posted = begin_topic(session, world.actor(author), world.forum[place], words, words, later)
        world.topics[name] = posted.topic_id
    mute = ForumDecision(
        school_id=world.schools["a"].id or 0,
        post_id=session.scalars(select(table(ForumPost).c.id)).first() or 0,
        person_id=world.id_of("brother"),
        deed=ForumDeed.MUTED,
        at=clock.now(),
        by_id=world.id_of("deputy"),
        reason="Грубость",
        until=later + timedelta(days=7),
    )
    session.add(mute)
    session.flush()
    world.mute = mute.id or 0


def _chats(world: World) -> dict[str, int]:
    """Rooms of all kinds, in each of which its first member has written; the deputy head reads along."""
    session, of_class = world.session, {"class_id": world.classes["6b"].id}
    for school in ("a", "b"):
        supervisor = world.id_of("deputy" if school == "a" else "teacher_b")
        rules = table(SchoolSettings)
        of_school = rules.c.school_id == world.schools[school].id
        always = {"chat_from": time(8), "chat_until": time(8)}  # whatever hour is drawn
        session.execute(update(rules).where(of_school).values(chat_supervisor_id=supervisor, **always))
        make_missing(session, world.schools[school].id or 0, DAY)
    teacher = world.actor("class_teacher")
    found = {
        "guardians": ("guardian", _chat(world, "a", ChatKind.CLASS_GUARDIANS, **of_class)),
        "pupils": ("pupil", _chat(world, "a", ChatKind.CLASS_PUPILS, **of_class)),
        "course": ("pupil", _chat(world, "a", ChatKind.COURSE, course_id=world.courses["maths"].id)),
        "staff": ("teacher", _chat(world, "a", ChatKind.STAFF)),
        "talk": ("guardian", open_talk(session, teacher, world.id_of("guardian"))),
        "pupil_talk": ("pupil", open_talk(session, teacher, world.id_of("pupil"))),
        "group": ("teacher", make_group(session, teacher, "Поездка в Псков", [world.id_of("teacher")])),
        "staff_b": ("teacher_b", _chat(world, "b", ChatKind.STAFF)),
    }
    later = clock.now() + timedelta(hours=1)  # may be changed as long as the tests last
    for name, (author, room_id) in found.items():
        send(session, world.actor(author), room_id, Draft(f"words-{name}", CHAT.format(name)), later)
    announced = Draft("announcement", "Собрание в шесть", announcement=True)
    send(session, teacher, found["guardians"][1], announced, later)
    numbers = {name: room_id for name, (_, room_id) in found.items()}
    reports = {"course": ("a", "class_teacher"), "staff_b": ("b", "pupil_b")}
    world.chat_reports = {name: _report(world, numbers[name], *by) for name, by in reports.items()}
    return numbers


def _files(world: World) -> dict[str, str]:
    """One that the teacher has sent and nothing shows yet, one on its way in, some that rooms show."""
    session, teacher = world.session, world.actor("teacher")
    kept = laid(session, teacher, "nothing")
    key = uploads.begin(session, teacher, "coming00", "фильм.mp4", 1000, clock.now()).key
    later = clock.now() + timedelta(hours=1)
    found = {"nothing": kept, "coming": key}
    for room, author in {
        "guardians": "class_teacher",
        "pupil_talk": "class_teacher",
        "course": "pupil",
    }.items():
        found[room] = laid(session, world.actor(author), room)
        draft = Draft(f"file-{room}", "", files=(found[room],))
        send(session, world.actor(author), world.chats[room], draft, later)
    return found


def _report(world: World, room_id: int, school: str, reporter: str) -> int:
    """Somebody has reported the first message of the room."""
    message = table(ChatMessage).c
    first = select(message.id).where(message.room_id == room_id, message.number == 1)
    row = ChatReport(
        school_id=world.schools[school].id or 0,
        message_id=world.session.execute(first).scalar_one(),
        reporter_id=world.id_of(reporter),
        at=clock.now(),
        reason="Грубо",
    )
    world.session.add(row)
    world.session.flush()
    return row.id or 0


def _chat(world: World, school: str, kind: ChatKind, **part: int | None) -> int:
    rooms = table(ChatRoom).c
    which = [rooms[name] == number for name, number in part.items()]
    asked = select(rooms.id).where(rooms.school_id == world.schools[school].id, rooms.kind == kind, *which)
    return int(world.session.execute(asked).scalar_one())


def _openings(world: World) -> None:
    """The deputy head has opened a pupil's card; so has the other school's class teacher of hers."""
    for opener, pupil in (("deputy", "pupil"), ("teacher_b", "pupil_b")):
        note_opening(world.session, world.actor(opener), OpeningKind.CARD, world.id_of(pupil))


def _look(world: World, name: str) -> SignInSession:
    account, now = world.accounts[name], clock.now()
    return SignInSession(
        school_id=account.school_id,
        account_id=account.id or 0,
        token_hash=token_hash(world.token(LOOK.format(name))),
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(days=1),
        looker_id=world.id_of("admin"),
    )


def _provider_link(world: World, name: str) -> ProviderLink:
    account = world.accounts[name]
    return ProviderLink(
        school_id=account.school_id,
        account_id=account.id or 0,
        issuer=PROVIDER.issuer,
        subject=f"{name} there",
        linked_at=clock.now(),
    )


def _delivery(world: World, name: str) -> Delivery:
    """A letter of yesterday's news that the mail server did not take."""
    account, now = world.accounts[name], clock.now()
    return Delivery(
        school_id=account.school_id,
        account_id=account.id or 0,
        channel=Channel.MAIL,
        day=DAY - timedelta(days=1),
        created_at=now,
        not_before=now + timedelta(hours=1),
        tries=3,
        last_error="451 later" if name == "guardian" else "452 Юдин",
    )


def _device(world: World, name: str) -> PushDevice:
    """A browser that is told of news."""
    account = world.accounts[name]
    return PushDevice(
        school_id=account.school_id, account_id=account.id or 0, endpoint_hash=f"hash of {name}",
        endpoint=f"https://push.example.test/{name}", public_key="", secret="", title="Firefox, Windows",
        created_at=clock.now(),
    )  # fmt: skip


def _messenger_chat(world: World, name: str) -> MessengerChat:
    """Somebody in MAX who is told of news."""
    account = world.accounts[name]
    return MessengerChat(
        school_id=account.school_id, account_id=account.id or 0, channel=Channel.MAX, user_id=account.id or 0,
        title="Мария", linked_at=clock.now(),
    )  # fmt: skip


def _own_report(world: World, owner: str, audience: Audience) -> OwnReport:
    return OwnReport(
        school_id=world.people[owner].school_id,
        owner_id=world.id_of(owner),
        title=OWN_REPORT.format(audience.value),
        rows=RowKind.PUPILS,
        columns="class,average",
        audience=audience,
        changed_at=clock.now(),
    )


def _passkey(world: World, name: str) -> Passkey:
    """A passkey of a member of the cast, whose account has a second factor by it."""
    account = world.accounts[name]
    account.second_factor_since = clock.now()
    world.session.add(account)
    return Passkey(
        school_id=account.school_id,
        account_id=account.id or 0,
        name=PASSKEY.format(name),
        credential_id=f"passkey-of-{name}",
        public_key="",
        made_at=clock.now(),
    )


def _shared(world: World, owner: str) -> int:
    name, school, last, first, child = SHARED[owner]
    school_id = world.schools[school].id or 0
    person = world.people[name] = Person(school_id=school_id, last_name=last, first_name=first)
    world.session.add(person)
    world.session.flush()
    place = AccountPlace(
        school_id=school_id,
        account_id=world.accounts[owner].id or 0,
        person_id=world.id_of(name),
        joined_at=clock.now(),
    )
    guards = Guardianship(school_id=school_id, guardian_id=world.id_of(name), pupil_id=world.id_of(child))
    grant = RoleGrant(school_id=school_id, person_id=world.id_of(name), role=Role.GUARDIAN)
    world.session.add_all((place, guards, grant))
    world.session.flush()
    return place.id or 0


def _where(world: World, course: str, day: date) -> dict[str, int]:
    lesson = world.lesson(course, day)
    return {
        "school_id": lesson.school_id,
        "lesson_id": lesson.id or 0,
        "course_id": lesson.course_id,
        "pupil_id": world.id_of(PUPILS[course]),
    }


def _mark(world: World, course: str) -> Mark:
    kinds = world.kinds_b if course.endswith("_b") else world.kinds
    return Mark(
        **_where(world, course, DAY),
        day=DAY,
        value="4",
        kind_id=kinds["answer"].id or 0,
        comment=COMMENT.format(course),
        author_id=world.courses[course].teacher_id,
        created_at=clock.now(),
        changed_at=clock.now(),
    )


def _absence(world: World, course: str) -> Attendance:
    day = world.absence_day(course)
    return Attendance(
        **_where(world, course, day),
        day=day,
        code=AttendanceCode.ABSENT,
        author_id=world.courses[course].teacher_id,
        changed_at=clock.now(),
    )


def _request(world: World, course: str) -> ChangeRequest:
    return ChangeRequest(
        **_where(world, course, LATE_DAY if course != "maths" else date(2026, 11, 12)),
        before="",
        after="5",
        entry={"text": "5"},
        reason=REASON.format(course),
        author_id=world.courses[course].teacher_id,
        created_at=clock.now(),
    )


def _remark(world: World, course: str) -> Remark:
    where = _where(world, course, DAY)
    return Remark(
        school_id=where["school_id"],
        pupil_id=where["pupil_id"],
        lesson_id=where["lesson_id"],
        day=DAY,
        tone=RemarkTone.REMARK,
        text=REMARK.format(course),
        author_id=world.courses[course].teacher_id,
        created_at=clock.now(),
    )


def _notice(world: World, course: str) -> AbsenceNotice:
    where = _where(world, course, DAY)
    return AbsenceNotice(
        school_id=where["school_id"],
        pupil_id=where["pupil_id"],
        starts=LATE_DAY,
        ends=LATE_DAY,
        code=AttendanceCode.ILL,
        note=NOTE.format(course),
        announced_by_id=world.id_of(ANNOUNCED_BY[course]),
        announced_at=clock.now(),
    )


def _exemption(world: World, course: str) -> Exemption:
    """Of days before any lesson of the tests."""
    where = _where(world, course, DAY)
    return Exemption(
        school_id=where["school_id"],
        course_id=where["course_id"],
        pupil_id=where["pupil_id"],
        starts=date(2026, 9, 1),
        ends=date(2026, 9, 15),
        reason=EXEMPT.format(course),
    )


def _sign_in(world: World, name: str) -> SignInSession:
    account = world.accounts[name]
    now = clock.now()
    return SignInSession(
        school_id=account.school_id,
        account_id=account.id or 0,
        token_hash=token_hash(SECOND.format(name)),
        created_at=now,
        seen_at=now,
        expires_at=now.replace(year=now.year + 1),
        device=f"Прибор {name}",
    )


def _links(world: World) -> dict[str, CalendarFeed]:
    """Secret links, whose tokens are «link-» and their names."""
    made = {
        "teacher": ("teacher", FeedKind.CALENDAR, WHOSE_LINK),
        "pupil_b": ("pupil_b", FeedKind.CALENDAR, ""),
        "screen": ("deputy", FeedKind.KIOSK, SCREEN.format("a")),
        "screen_b": ("teacher_b", FeedKind.KIOSK, SCREEN.format("b")),
    }
    return {
        name: CalendarFeed(
            school_id=world.people[owner].school_id,
            owner_id=world.id_of(owner),
            kind=kind,
            title=title,
            token_hash=token_hash(f"link-{name}"),
            created_at=clock.now(),
        )
        for name, (owner, kind, title) in made.items()
    }


def _settled(world: World) -> Substitution:
    """A lesson of the ill teacher that is given by who has stood in for her before."""
    lesson = world.lesson("maths", SETTLED_DAY)
    lesson.substitute_id = world.id_of("substitute")
    world.session.add(lesson)
    return Substitution(
        school_id=lesson.school_id,
        lesson_id=lesson.id or 0,
        absent_teacher_id=lesson.teacher_id,
        substitute_id=lesson.substitute_id,
        created_at=clock.now(),
        created_by_id=world.id_of("deputy"),
    )


def _teacher_absences(world: World) -> dict[str, TeacherAbsence]:
    """Absences of teachers of both schools; one is reported and waits."""
    made = {
        "ill": ("class_teacher", "deputy", True),
        "reported": ("teacher_parent", "teacher_parent", False),
        "ill_b": ("teacher_b", "teacher_b", True),
    }
    return {
        name: TeacherAbsence(
            school_id=world.people[teacher].school_id,
            teacher_id=world.id_of(teacher),
            starts=NEXT_WEEK[0],
            ends=NEXT_WEEK[1],
            reason=AbsenceReason.SICK_LEAVE,
            approved=approved,
            reported_by_id=world.id_of(reporter),
        )
        for name, (teacher, reporter, approved) in made.items()
    }
