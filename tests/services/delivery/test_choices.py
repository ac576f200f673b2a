"""What one chooses: few rows, nothing that must come is lost, every role its own kinds."""

from dataclasses import replace

import pytest
from sqlmodel import select

from ejournal.errors import DomainError
from ejournal.models import Channel, Going, NoticeChoice, NoticeDefault, NoticeHours, NoticeKind
from ejournal.services.delivery import choices, of_school
from ejournal.services.delivery.rules import NOT_OUT, OUT, USUAL, Rule, goes
from tests.cast import Cast


def test_every_kind_goes_out_or_is_said_to_stay() -> None:
    assert set(OUT) | set(NOT_OUT) == set(NoticeKind)
    assert set(USUAL) == set(OUT)


def test_only_what_differs_from_the_school_is_kept(family: Cast) -> None:
    actor = family.actor("guardian")
    assert family.session.exec(select(NoticeChoice)).all() == []
    for going in (Going.NOW, Going.NEVER):
        choices.choose(family.session, actor, NoticeKind.MARK, going)
        assert [one.going for one in family.session.exec(select(NoticeChoice))] == [going]
    choices.choose(family.session, actor, NoticeKind.MARK, None)
    assert family.session.exec(select(NoticeChoice)).all() == []
    choices.set_hours(family.session, actor, 7, (22, 6))
    choices.set_hours(family.session, actor, None, None)
    assert family.session.exec(select(NoticeHours)).all() == []


def test_what_the_school_lets_nobody_switch_off_cannot_be(family: Cast) -> None:
    with pytest.raises(DomainError):
        choices.choose(family.session, family.actor("guardian"), NoticeKind.ATTENDANCE, Going.NEVER)
    must = Rule(Going.NOW, compulsory=True)
    assert goes(must, Going.NEVER, stopped=True) is Going.NOW
    assert goes(must, Going.DIGEST, stopped=True) is Going.DIGEST
    assert goes(Rule(Going.NOW), Going.NOW, stopped=True) is Going.NEVER


@pytest.mark.parametrize(
    ("name", "has", "lacks"),
    [
        ("guardian", NoticeKind.MARK, NoticeKind.SUBSTITUTION_GIVEN),
        ("pupil", NoticeKind.ATTENDANCE, NoticeKind.PUPIL_MOVED),
        ("guardian", NoticeKind.MESSAGE, NoticeKind.JOURNAL_UNFILLED),
        ("pupil", NoticeKind.CLASS_NEWS, NoticeKind.LATE_CHANGE),
        ("guardian", NoticeKind.FORUM_ANSWER, NoticeKind.FORUM_WAITS),
        ("class_teacher", NoticeKind.EMAIL_BOUNCED, NoticeKind.MARK),
        ("deputy", NoticeKind.TEACHER_ABSENCE_REPORTED, NoticeKind.PRAISE),
        ("teacher_parent", NoticeKind.MARK, NoticeKind.TEACHER_ABSENCE_REPORTED),
    ],
)
def test_one_chooses_among_what_may_come(family: Cast, name: str, has: NoticeKind, lacks: NoticeKind) -> None:
    kinds = choices.kinds_for(family.actor(name))
    assert has in kinds
    assert lacks not in kinds
    with pytest.raises(DomainError):
        choices.choose(family.session, family.actor(name), lacks, Going.NOW)


@pytest.mark.parametrize(("digest", "quiet"), [(24, None), (-1, None), (None, (0, 24)), (None, (-1, 5))])
def test_hours_that_no_clock_has_are_refused(
    family: Cast, digest: int | None, quiet: tuple[int, int] | None
) -> None:
    with pytest.raises(DomainError):
        choices.set_hours(family.session, family.actor("guardian"), digest, quiet)


def test_a_school_keeps_what_differs_from_the_usual_and_its_trail(family: Cast) -> None:
    admin = family.actor("admin")
    before = of_school.of_school(family.session, admin)
    assert not of_school.set_of_school(family.session, admin, before)
    push = {Channel.PUSH: before.also[Channel.PUSH] - {NoticeKind.MARK}}
    asked = replace(
        before, kinds=before.kinds | {NoticeKind.PRAISE: Rule(Going.NOW, compulsory=True)}, marks_out_from=15,
        also=before.also | push,
    )  # fmt: skip
    assert of_school.set_of_school(family.session, admin, asked)
    kept = {(one.kind, one.channel) for one in family.session.exec(select(NoticeDefault))}
    assert kept == {("praise", Channel.MAIL), ("mark", Channel.PUSH)}
    assert of_school.of_school(family.session, admin) == asked
    other = of_school.of_school(family.session, family.actor("director"))
    assert other == asked
    assert of_school.set_of_school(family.session, admin, before)
    assert family.session.exec(select(NoticeDefault)).all() == []


@pytest.mark.parametrize("rule", [Rule(Going.NEVER, compulsory=True)])
def test_what_nobody_switches_off_is_sent(family: Cast, rule: Rule) -> None:
    admin = family.actor("admin")
    before = of_school.of_school(family.session, admin)
    with pytest.raises(DomainError):
        of_school.set_of_school(
            family.session, admin, replace(before, kinds=before.kinds | {NoticeKind.MARK: rule})
        )
