"""A forum of the cast's school, and how somebody of it writes."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from ejournal.models import ForumDeed, ForumTopic, NoticeKind, OutboxNotice
from ejournal.models.base import table
from ejournal.services.forum import moderating, posting, reading, sections
from ejournal.services.forum.posting import Posted
from ejournal.services.forum.reading import Post
from ejournal.services.forum.sections import GROUPS, SectionFields
from tests.cast import Cast

NOON = datetime(2026, 11, 20, 9, tzinfo=UTC)
"""Of DAY, on the school's clock."""
PAUSE = timedelta(minutes=2)
_notice = table(OutboxNotice).c


class Forum:
    """Sections of school A: of all, moderated; of parents; of 6Б, in which pupils only read."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.session, self._count = cast, cast.session, 0
        everybody, families = frozenset(GROUPS), frozenset({"guardians"})
        deputy, teacher = cast.actor("deputy"), cast.actor("class_teacher")
        self.school = self.make(deputy, SectionFields("Школа", "", None, everybody, everybody, True))
        self.parents = self.make(deputy, SectionFields("Родители", "", None, families, families))
        of_class = cast.classes["6b"].id
        writes = frozenset({"guardians", "staff"})
        self.of_class = self.make(teacher, SectionFields("6 «Б»", "", of_class, everybody, writes))

    def make(self, actor, fields: SectionFields) -> int:  # type: ignore[no-untyped-def]
        """The number of a new section."""
        return sections.make_section(self.session, actor, fields)

    @property
    def now(self) -> datetime:
        """A moment two minutes after the one before, so that nobody is too fast."""
        self._count += 1
        return NOON + PAUSE * self._count

    def begin(self, who: str, section_id: int, words: str = "Кто едет?", title: str = "Поездка") -> Posted:
        """A topic begun by somebody."""
        return posting.begin_topic(self.session, self.cast.actor(who), section_id, title, words, self.now)

    def answer(self, who: str, topic_id: int, words: str = "Мы едем") -> Posted:
        """An answer of somebody."""
        return posting.answer(self.session, self.cast.actor(who), topic_id, words, self.now)

    def read(self, who: str, topic_id: int, page: int | None = None) -> tuple[Post, ...]:
        """The posts, as somebody reads them."""
        return reading.thread(self.session, self.cast.actor(who), topic_id, self.now, page).posts

    def decide(
        self, who: str, topic_id: int, number: int, deed: ForumDeed, reason: str = "Не по делу",
        mute: str = "", section_id: int | None = None,
    ) -> None:  # fmt: skip
        """A moderator does something about a post."""
        ask = moderating.Ask(deed, reason, mute, section_id)
        moderating.decide(self.session, self.cast.actor(who), topic_id, number, ask, self.now)

    def topics(self, who: str, section_id: int) -> list[str]:
        """The titles that somebody sees in a section."""
        lines, _ = reading.topics(self.session, self.cast.actor(who), section_id)
        return [one.title for one in lines]

    def told(self, who: str, kind: NoticeKind) -> list[OutboxNotice]:
        """What the bell of somebody holds of the kind, unread."""
        asked = select(OutboxNotice).where(
            _notice.recipient_id == self.cast.id_of(who), _notice.kind == kind, _notice.read_at.is_(None)
        )
        return list(self.session.scalars(asked))

    def topic(self, topic_id: int) -> ForumTopic:
        """The topic's row."""
        return self.session.get_one(ForumTopic, topic_id)
