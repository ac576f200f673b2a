"""What the browser sees of the forum: sections, topics, posts, what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import clock as clock_words
from ejournal.i18n.dates import moment, short_date
from ejournal.models import ForumDeed, ForumSection, ForumStanding
from ejournal.services.base.marked import as_html
from ejournal.services.base.searching.excerpts import Excerpt
from ejournal.services.forum.posting import CHANGED_WITHIN
from ejournal.services.forum.reading import Page, Post, Said, Thread, TopicLine
from ejournal.services.forum.searching import MOST_FOUND, Found, Hit
from ejournal.services.forum.sections import GROUPS, Section, fields_of
from ejournal.services.forum.standing import Standing
from ejournal.word_forms import SHORTEST


@dataclass(frozen=True)
class SectionRow:
    """A section in the list."""

    id: int
    title: str
    about: str
    note: str
    new: int
    href: str


@dataclass(frozen=True)
class SectionGroup:
    """Sections of the school, or of the classes."""

    title: str
    sections: list[SectionRow] = field(default_factory=list)


@dataclass(frozen=True)
class SectionHead:
    """The open section: who reads it, why one may not write."""

    id: int = 0
    key: str = ""
    title: str = ""
    about: str = ""
    who: str = ""
    why: str = ""
    waits: bool = False
    may_write: bool = False
    moderates: bool = False


@dataclass(frozen=True)
class TopicRow:
    """A topic in the list of its section."""

    id: int
    title: str
    note: str
    answers: str
    new: bool
    pinned: bool
    closed: bool
    state: str
    href: str


@dataclass(frozen=True)
class ExcerptRow:
    """The word that was sought and what stands around it."""

    before: str
    word: str
    after: str


@dataclass(frozen=True)
class FoundRow:
    """A post that was found."""

    title: ExcerptRow
    words: ExcerptRow
    note: str
    href: str


@dataclass(frozen=True)
class PageRow:
    """The pages beside the shown one; empty addresses where there are none."""

    words: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class PostRow:
    """A post as it is shown; html is harmless, words are for its author to change."""

    number: int = 0
    anchor: str = ""
    author: str = ""
    when: str = ""
    html: str = ""
    words: str = ""
    edited: bool = False
    new: bool = False
    own: bool = False
    state: str = ""
    gone: bool = False
    said: list[str] = field(default_factory=list)
    may_change: bool = False
    may_report: bool = False


@dataclass(frozen=True)
class TopicHead:
    """The open topic: where it is, whether one may answer, follows it, looks after it."""

    id: int = 0
    title: str = ""
    section: str = ""
    section_href: str = "/forum"
    who: str = ""
    why: str = ""
    waits: bool = False
    may_write: bool = False
    follows: bool = False
    moderates: bool = False
    pinned: bool = False
    closed: bool = False
    state: str = ""
    draft: str = ""


def section_groups(found: Sequence[Section], actor: Actor, now: datetime, locale: str) -> list[SectionGroup]:
    """The sections, those of the school first."""
    parts = (
        (gettext(locale, "School"), [one for one in found if not one.class_title]),
        (gettext(locale, "Classes"), [one for one in found if one.class_title]),
    )
    return [
        SectionGroup(title, [_section(one, actor, now, locale) for one in sections])
        for title, sections in parts
        if sections
    ]


def _section(one: Section, actor: Actor, now: datetime, locale: str) -> SectionRow:
    notes = [
        ngettext(locale, "{n} topic", "{n} topics", one.topics),
        when(one.last_at, actor, now, locale) if one.last_at else "",
        gettext(locale, "closed") if one.closed else "",
    ]
    return SectionRow(
        one.id,
        one.title if one.class_title in ("", one.title) else f"{one.class_title}: {one.title}",
        one.about,
        _joined(*notes),
        one.new,
        f"/forum?section={one.id}",
    )


def section_head(section: ForumSection, stands: Standing, actor: Actor, locale: str) -> SectionHead:
    """What stands above the topics."""
    return SectionHead(
        section.id or 0,
        str(section.id),
        section.title,
        section.about,
        who_reads(section, locale),
        gettext(locale, stands.why, **stands.params(actor)) if stands.why else "",
        stands.waits,
        stands.may_write,
        stands.moderates,
    )


def who_reads(section: ForumSection, locale: str) -> str:
    """«Читают: родители и учителя класса, администрация»."""
    school = {
        "pupils": gettext(locale, "pupils"),
        "guardians": gettext(locale, "parents"),
        "staff": gettext(locale, "the school's staff"),
    }
    of_class = {
        "pupils": gettext(locale, "pupils of the class"),
        "guardians": gettext(locale, "parents of the class"),
        "staff": gettext(locale, "teachers of the class"),
    }
    names = of_class if section.class_id else school
    reads = [names[who] for who in GROUPS if who in fields_of(section).reads]
    people = ", ".join([*reads, gettext(locale, "the administration")])
    return gettext(locale, "Read by: {people}", people=people)


def topic_rows(found: Sequence[TopicLine], actor: Actor, now: datetime, locale: str) -> list[TopicRow]:
    """A row a topic."""
    return [
        TopicRow(
            one.id,
            one.title,
            _joined(one.author, when(one.last_at, actor, now, locale)),
            ngettext(locale, "{n} answer", "{n} answers", one.answers),
            one.new,
            one.pinned,
            one.closed,
            _state(one.standing, locale),
            f"/forum/topic?topic={one.id}",
        )
        for one in found
    ]


def found_rows(found: Sequence[Hit], actor: Actor, now: datetime, locale: str) -> list[FoundRow]:
    """A row a post."""
    return [
        FoundRow(
            _excerpt(one.title),
            _excerpt(one.words),
            _joined(one.section, one.author, when(one.written_at, actor, now, locale)),
            f"/forum/topic?topic={one.topic_id}&post={one.number}#p{one.number}",
        )
        for one in found
    ]


def _excerpt(one: Excerpt) -> ExcerptRow:
    return ExcerptRow(one.before, one.word, one.after)


def found_note(found: Found, locale: str) -> str:
    """How many posts were found, or why none was looked for; empty where none was found."""
    if not found.asked:
        return gettext(locale, "Write a word of at least {n} letters", n=SHORTEST)
    if found.has_more:
        return gettext(locale, "The latest {n}: one more word finds fewer", n=MOST_FOUND)
    return ngettext(locale, "{n} post", "{n} posts", len(found.hits)) if found.hits else ""


def page_row(page: Page, address: str, locale: str) -> PageRow:
    """The pages before and after."""
    if page.of == 1:
        return PageRow()
    words = gettext(locale, "Page {number} of {count}", number=page.number, count=page.of)
    before = f"{address}&page={page.number - 1}" if page.number > 1 else ""
    after = f"{address}&page={page.number + 1}" if page.number < page.of else ""
    return PageRow(words, before, after)


def topic_head(found: Thread, follows: bool, actor: Actor, locale: str) -> TopicHead:
    """What stands above and below the posts."""
    stands, topic, section = found.stands, found.topic, found.section
    may_write = stands.may_write and topic.standing is ForumStanding.STANDS
    return TopicHead(
        id=topic.id or 0,
        title=topic.title,
        section=section.title,
        section_href=f"/forum?section={section.id}",
        who=who_reads(section, locale),
        why=gettext(locale, stands.why, **stands.params(actor)) if stands.why else "",
        waits=stands.waits,
        may_write=may_write,
        follows=follows,
        moderates=stands.moderates,
        pinned=topic.pinned,
        closed=topic.closed,
        state=_state(topic.standing, locale),
        draft=f"forum-answer:{topic.id}",
    )


def post_rows(found: Thread, actor: Actor, now: datetime, locale: str) -> list[PostRow]:
    """A row a post."""
    return [_post(one, found.stands, actor, now, locale) for one in found.posts]


def _post(one: Post, stands: Standing, actor: Actor, now: datetime, locale: str) -> PostRow:
    lives = one.standing in (ForumStanding.STANDS, ForumStanding.WAITS)
    may_change = one.is_own and lives and stands.may_write and now - one.written_at <= CHANGED_WITHIN
    return PostRow(
        number=one.number,
        anchor=f"p{one.number}",
        author=gettext(locale, "You") if one.is_own else one.author,
        when=when(one.written_at, actor, now, locale),
        html=as_html(one.words) if one.words else "",
        words=one.words if may_change else "",
        edited=one.edited and bool(one.words),
        new=one.new,
        own=one.is_own,
        state=_post_state(one, locale),
        gone=not one.words,
        said=[said_words(said, actor, locale) for said in one.said],
        may_change=may_change,
        may_report=not one.is_own and one.standing is ForumStanding.STANDS,
    )


def _state(standing: ForumStanding, locale: str) -> str:
    words = {
        ForumStanding.STANDS: "",
        ForumStanding.WAITS: gettext(locale, "waits for a moderator"),
        ForumStanding.HIDDEN: gettext(locale, "hidden"),
        ForumStanding.GONE: gettext(locale, "taken back"),
    }
    return words[standing]


def _post_state(one: Post, locale: str) -> str:
    words = {
        ForumStanding.STANDS: "",
        ForumStanding.WAITS: gettext(locale, "Others see it once a moderator has let it through"),
        ForumStanding.HIDDEN: gettext(locale, "A moderator has hidden the post"),
        ForumStanding.GONE: gettext(locale, "The author has taken the post back"),
    }
    return words[one.standing]


def said_words(said: Said, actor: Actor, locale: str) -> str:
    """What a moderator did, and why."""
    reason = {"reason": said.reason}
    until = moment_words(said.until, actor, locale) if said.until else ""
    words = {
        ForumDeed.HIDDEN: gettext(locale, "Hidden: {reason}", **reason),
        ForumDeed.WARNED: gettext(locale, "Warning: {reason}", **reason),
        ForumDeed.MUTED: gettext(locale, "Only reads until {moment}: {reason}", moment=until, **reason),
        ForumDeed.MOVED: gettext(locale, "Moved: {reason}", **reason),
        ForumDeed.CLOSED: gettext(locale, "Closed: {reason}", **reason),
    }
    return words[said.deed]


def moment_words(at: datetime, actor: Actor, locale: str) -> str:
    """The moment on the school's clock."""
    return moment(locale, clock.local(at, actor.time_zone))


def when(at: datetime, actor: Actor, now: datetime, locale: str) -> str:
    """«сегодня в 14:30», «вчера в 9:05», «12.09.2026»."""
    local, today = clock.local(at, actor.time_zone), clock.local(now, actor.time_zone).date()
    time = clock_words(locale, local.time())
    if local.date() == today:
        return gettext(locale, "today at {time}", time=time)
    if local.date() == today - timedelta(days=1):
        return gettext(locale, "yesterday at {time}", time=time)
    return short_date(locale, local.date())


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
