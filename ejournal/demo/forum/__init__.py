"""What stands in the demo school's forum: the usual sections, some topics, one that waits for a moderator."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from ejournal.demo.forum.said import Topic, of_class, of_parents, of_school
from ejournal.demo.store import Store
from ejournal.demo.world import ZONE, World, moment
from ejournal.models import (
    ForumPost,
    ForumSection,
    ForumSeen,
    ForumStanding,
    ForumSubscription,
    ForumTopic,
    ForumWord,
    NoticeKind,
    OutboxNotice,
    Role,
)
from ejournal.services.base import tables as db
from ejournal.services.forum.following import WAITS_KEY, notice_key
from ejournal.services.forum.words import sought_text
from ejournal.services.notices.outbox import personal_notice
from ejournal.word_forms import stems_of

_notice = db.outbox_notice.c


def add_forum(store: Store, world: World) -> None:
    """Make the sections of the school, of parents and of classes, and let people write in three of them."""
    store.flush()
    school = _section(store, world, "school", "Школа", "То, что касается всех", pupils=True)
    parents = _section(store, world, "parents", "Родители", "Разговор родителей", staff=False)
    classes = {
        one.id: _section(
            store, world, f"class:{one.id}", one.title, "Родители и учителя класса", class_id=one.id
        )
        for one in world.classes
    }
    klass, parent = world.main_class, world.cast["parent"]
    pupils = [one for one in klass.pupils if one.ends is None]
    families = dict.fromkeys(one for pupil in pupils for one in pupil.guardians)
    others = [one for one in families if klass.teacher and one not in (parent, klass.teacher.id)][:3]
    if klass.teacher is None or len(others) < 3:
        return
    deputy, leader = world.staff[Role.DEPUTY.value], klass.teacher.id
    talks = _Talks(store, world, parent, deputy)
    for section, topics in (
        (school, of_school(deputy, others)),
        (parents, of_parents(parent, others)),
        (classes[klass.id], of_class(leader, parent, others)),
    ):
        for one in topics:
            talks.put(section, one)


def _section(
    store: Store, world: World, part: str, title: str, about: str, *, pupils: bool = False,
    staff: bool = True, class_id: int | None = None,
) -> int:  # fmt: skip
    return store.add(
        ForumSection, school_id=world.school_id, part=part, class_id=class_id, title=title, about=about,
        reads_pupils=pupils, writes_pupils=pupils, reads_staff=staff, writes_staff=staff, moderated=pupils,
    )  # fmt: skip


@dataclass
class _Talks:
    """The topics of a school as they are written; the reader has seen all but what came last."""

    store: Store
    world: World
    reader: int
    moderator: int

    def put(self, section_id: int, topic: Topic) -> None:
        """Begin the topic and let others answer."""
        school_id = self.world.school_id
        times = [self._at(back, hour) for _, back, hour, _ in topic.posts]
        standing = ForumStanding.WAITS if topic.waits else ForumStanding.STANDS
        topic_id = self.store.add(
            ForumTopic, school_id=school_id, section_id=section_id, title=topic.title,
            author_id=topic.posts[0][0], made_at=times[0], last_at=times[-1], pinned=topic.pinned,
            closed=topic.closed, last_number=len(times), standing=standing,
        )  # fmt: skip
        for number, ((author, _, _, words), at) in enumerate(zip(topic.posts, times, strict=True), 1):
            post_id = self.store.add(
                ForumPost, school_id=school_id, topic_id=topic_id, number=number, author_id=author,
                written_at=at, shown_at=None if topic.waits else at, words=words, standing=standing,
            )  # fmt: skip
            for stem in stems_of(sought_text(topic.title, number, words)):
                self.store.add(ForumWord, school_id=school_id, post_id=post_id, stem=stem)
        authors = dict.fromkeys(author for author, *_ in topic.posts)
        for author in authors:
            row = {"school_id": school_id, "topic_id": topic_id, "person_id": author}
            self.store.add(ForumSubscription, **row, wanted=True)
            own = max(at for (who, *_), at in zip(topic.posts, times, strict=True) if who == author)
            self.store.add(ForumSeen, **row, seen_at=own)
        if self.reader in authors and topic.posts[-1][0] != self.reader:
            self._ring(topic_id, topic.title, times[-1])
        if topic.waits:
            self._tell(self.moderator, NoticeKind.FORUM_WAITS, WAITS_KEY, times[-1], section="Школа")

    def _ring(self, topic_id: int, title: str, at: datetime) -> None:
        """The bell of who follows the topic."""
        self._tell(
            self.reader, NoticeKind.FORUM_ANSWER, notice_key(topic_id), at, topic_id=topic_id, title=title
        )

    def _tell(self, reader: int, kind: NoticeKind, key: str, at: datetime, **told: object) -> None:
        ring(self.store, self.world, reader, kind, key, at, **told)

    def _at(self, back: int, hour: int) -> datetime:
        day = self.world.now.astimezone(ZONE).date() - timedelta(days=back)
        return min(moment(day, hour, 15), self.world.now)


def ring(
    store: Store, world: World, reader: int, kind: NoticeKind, key: str, at: datetime, **told: object
) -> None:
    """Told and read, unless something older is not read yet."""
    payload = told | {"day": at.astimezone(ZONE).date().isoformat()}
    one = personal_notice(world.school_id, reader, kind, key, payload, at)
    unread = _notice.recipient_id == reader, _notice.read_at.is_(None)
    oldest = store.session.scalar(select(func.min(_notice.created_at)).where(*unread))
    store.add(OutboxNotice, **one | {"read_at": None if oldest and oldest <= at else at})
