"""Calls of the forum: a section is there for its readers, what waits for its author and moderators."""

from collections.abc import Callable

from tests.access.calls.asking import (
    CLASS_TEACHERS,
    LEADERS,
    NOBODY,
    NOWHERE,
    SIGNED_IN,
    Call,
    Case,
    Step,
    at,
    nowhere,
    of,
    simple,
)
from tests.access.world import FORUM, World

CALLS: dict[str, Call] = {}
SCHOOL = SIGNED_IN - {"teacher_b", "pupil_b"}
READERS = {
    "school": SCHOOL,
    "parents": frozenset({"guardian", "other_guardian", "teacher_parent"}) | LEADERS,
    "class": LEADERS
    | {"class_teacher", "teacher", "substitute", "teacher_parent", "pupil", "classmate", "guardian"},
    "school_b": frozenset({"teacher_b"}),
}
WRITERS = READERS | {
    "school": SCHOOL - {"brother"},  # who may only read for now
    "class": LEADERS | {"class_teacher", "teacher_parent", "guardian"},
}
SEEN = READERS | {"waits": LEADERS | {"guardian"}}
OF_CLASS = LEADERS | {"class_teacher"}
MODERATORS = LEADERS | CLASS_TEACHERS
_GUARDIAN = frozenset({"guardian"})


def _section(name: str) -> Callable[[World], int]:
    return lambda world: world.forum[name]


def _topic(name: str) -> Callable[[World], int]:
    return lambda world: world.topics[name]


def _in_section(name: str) -> tuple[Step, ...]:
    return (Step("ForumState.load", at=at("/forum", section=_section(name))),)


def _in_topic(name: str) -> tuple[Step, ...]:
    return (Step("ForumTopicState.load", at=at("/forum/topic", topic=_topic(name))),)


_WORDS = of(form={"title": "Вопрос", "words": "Когда?"})
CALLS["ForumState.load"] = Call(
    (
        Case(SIGNED_IN, at=at("/forum")),
        *(
            Case(who, at=at("/forum", section=_section(name)), shows=(FORUM.format(name),))
            for name, who in READERS.items()
        ),
    ),
    absent=(Case(NOBODY, at=at("/forum", section=NOWHERE)), Case(NOBODY, at=at("/forum", section="abc"))),
)
CALLS["ForumState.search"] = Call(
    (
        Case(SIGNED_IN, of(words="слово форумов")),
        *(
            Case(SIGNED_IN, of(words="слова форума"), first=_in_section(name), hides=(FORUM.format("waits"),))
            for name in READERS
        ),
    )
)
CALLS["ForumState.start_topic"] = Call(
    tuple(Case(who, first=_in_section(name)) for name, who in WRITERS.items())
)
CALLS["ForumState.stop_topic"] = simple(SIGNED_IN)
CALLS["ForumState.begin_topic"] = Call(
    tuple(Case(who, _WORDS, first=_in_section(name), writes=True) for name, who in WRITERS.items())
)
CALLS["ForumState.make_usual"] = simple(LEADERS, writes=True)
CALLS["ForumSectionState.new_section"] = simple(MODERATORS)
_CLASS_SECTION = of(section_id=_section("class"))
CALLS["ForumSectionState.show_section"] = Call(
    (
        Case(OF_CLASS, _CLASS_SECTION),
        Case(LEADERS, of(section_id=_section("school"))),
        Case(NOBODY, of(section_id=_section("school_b"))),
    ),
    absent=nowhere("section_id"),
)
CALLS["ForumSectionState.close_section"] = simple(MODERATORS)
_NEW = (Step("ForumSectionState.new_section"),)
_FIELDS = {"title": "Питание", "reads_guardians": "on", "writes_guardians": "on"}
CALLS["ForumSectionState.save_section"] = Call(
    (
        Case(LEADERS, of(form=_FIELDS), first=_NEW, writes=True),
        Case(
            OF_CLASS,
            lambda world: {"form": _FIELDS | {"of_class": str(world.classes["6b"].id)}},
            first=_NEW,
            writes=True,
        ),
        Case(
            OF_CLASS,
            of(form=_FIELDS),
            first=(Step("ForumSectionState.show_section", _CLASS_SECTION),),
            writes=True,
        ),
        Case(NOBODY, of(form=_FIELDS)),
    )
)
CALLS["ForumTopicState.load"] = Call(
    tuple(
        Case(who, at=at("/forum/topic", topic=_topic(name)), shows=(FORUM.format(name),))
        for name, who in SEEN.items()
    ),
    absent=(
        Case(NOBODY, at=at("/forum/topic", topic=NOWHERE)),
        Case(NOBODY, at=at("/forum/topic", topic="abc")),
    ),
)
CALLS["ForumTopicState.refresh"] = simple(SIGNED_IN)
CALLS["ForumTopicState.seen"] = Call(tuple(Case(who, first=_in_topic(name)) for name, who in SEEN.items()))
CALLS["ForumTopicState.answer"] = Call(
    (
        *(Case(who, _WORDS, first=_in_topic(name), writes=True) for name, who in WRITERS.items()),
        Case(NOBODY, _WORDS, first=_in_topic("waits")),
    )
)
CALLS["ForumTopicState.start_change"] = Call(
    (
        Case(_GUARDIAN, of(number=1), first=_in_topic("class")),
        Case(_GUARDIAN, of(number=1), first=_in_topic("waits")),
    )
)
CALLS["ForumTopicState.stop_change"] = simple(SIGNED_IN)
_CHANGING = (*_in_topic("class"), Step("ForumTopicState.start_change", of(number=1)))
CALLS["ForumTopicState.change"] = simple(_GUARDIAN, _WORDS, first=_CHANGING, writes=True)
CALLS["ForumTopicState.take_back"] = simple(_GUARDIAN, first=_CHANGING, writes=True)
CALLS["ForumTopicState.follow"] = Call(
    tuple(Case(who, of(wanted=True), first=_in_topic(name), writes=None) for name, who in SEEN.items())
)
CALLS["ForumTopicState.start_report"] = Call(
    tuple(Case(who, of(number=1), first=_in_topic(name)) for name, who in SEEN.items())
)
CALLS["ForumTopicState.stop_report"] = simple(SIGNED_IN)
CALLS["ForumTopicState.send_report"] = simple(
    READERS["class"] - _GUARDIAN,
    of(form={"reason": "Грубо"}),
    first=(*_in_topic("class"), Step("ForumTopicState.start_report", of(number=1))),
    writes=True,
)
CALLS["ForumTopicState.pin"] = Call(
    (
        Case(OF_CLASS, first=_in_topic("class"), writes=True),
        Case(LEADERS, first=_in_topic("school"), writes=True),
    )
)
CALLS["ForumWaitingState.load"] = simple(MODERATORS, at=at("/forum/waiting"))
CALLS["ForumWaitingState.refresh"] = simple(MODERATORS)
CALLS["ForumWaitingState.lift_mute"] = Call(
    (Case(LEADERS, of(decision_id=lambda world: world.mute), writes=True),), absent=nowhere("decision_id")
)
_CLASS_POST = of(topic_id=_topic("class"), number=1)
_DECIDING = (Step("ForumDecisionState.open_decision", _CLASS_POST),)
CALLS["ForumDecisionState.open_decision"] = Call(
    (
        Case(OF_CLASS, _CLASS_POST),
        Case(LEADERS, of(topic_id=_topic("waits"), number=1)),
        Case(NOBODY, of(topic_id=_topic("school_b"), number=1)),
    ),
    absent=nowhere("topic_id", number=1),
)
CALLS["ForumDecisionState.choose_deed"] = simple(OF_CLASS, of(deed="warned"), first=_DECIDING)
CALLS["ForumDecisionState.close_decision"] = simple(MODERATORS)
CALLS["ForumDecisionState.decide"] = simple(
    OF_CLASS, of(form={"reason": "Не по делу"}), first=_DECIDING, writes=True
)
CALLS["ForumDecisionState.let_through"] = Call(
    (
        Case(LEADERS, of(topic_id=_topic("waits"), number=1), writes=True),
        Case(NOBODY, of(topic_id=_topic("school_b"), number=1)),
    ),
    absent=nowhere("topic_id", number=1),
)
