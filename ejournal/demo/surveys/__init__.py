"""Surveys of the demo school: one with names, one without, one that is closed and waits for its answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ejournal.demo.forum import ring
from ejournal.demo.store import Store
from ejournal.demo.surveys.answers import add_answers, keep_open
from ejournal.demo.world import ZONE, Klass, World, moment
from ejournal.i18n import gettext
from ejournal.models import (
    NoticeKind,
    OptionAxis,
    PartKind,
    Person,
    QuestionKind,
    Role,
    RuleKind,
    Survey,
    SurveyOption,
    SurveyPart,
    SurveyPer,
    SurveyQuestion,
    SurveyReader,
    SurveyRule,
    SurveySeat,
    SurveySeatChild,
    SurveyState,
)
from ejournal.models.people import short_name
from ejournal.services.surveys.seats import places_of
from ejournal.services.surveys.templates import TEMPLATES, Ask, Template

TRIP, SATISFACTION, MEALS = "Поездка в музей", "Что семьи думают о школе", "Питание в школе"


def add_surveys(store: Store, world: World) -> None:
    """Let the class teacher and the deputy head ask families; the parent of the demo sign-in is told."""
    klass, deputy = world.main_class, world.staff[Role.DEPUTY.value]
    if klass.teacher is None:
        return
    today = world.now.astimezone(ZONE).date()
    leader = klass.teacher.id
    grade = [one for one in world.classes if one.grade == klass.grade]

    def at(back: int, hour: int = 15) -> datetime:
        return min(moment(today - timedelta(days=back), hour, 40), world.now)

    trip = _put(
        store, world, Template.TRIP, [klass], title=TRIP, author_id=leader, state=SurveyState.OPEN,
        per=SurveyPer.CHILD, opened_at=at(3), closes_at=moment(today + timedelta(days=6), 18),
    )  # fmt: skip
    thoughts = _put(
        store, world, Template.SATISFACTION, grade, title=SATISFACTION, author_id=deputy, anonymous=True,
        state=SurveyState.OPEN, per=SurveyPer.PERSON, opened_at=at(4),
        closes_at=moment(today + timedelta(days=10), 18),
    )  # fmt: skip
    meals = _put(
        store, world, Template.MEALS, [klass], title=MEALS, author_id=leader, state=SurveyState.CLOSED,
        per=SurveyPer.CHILD, opened_at=at(30), closed_at=at(20), closes_at=at(20),
    )  # fmt: skip
    for survey, days in ((trip, 6), (thoughts, 10)):
        keep_open(store, survey, moment(today + timedelta(days=days), 18))
    add_answers(store, world, meals, at(25).date())
    add_answers(store, world, thoughts, at(2).date())
    parent = world.cast["parent"]
    if any(parent in pupil.guardians for pupil in klass.pupils):
        until = (today + timedelta(days=6)).isoformat()
        told = {
            "survey_id": trip, "title": TRIP, "author": _name(store, leader), "until": until,
            "anonymous": False, "reminder": False,
        }  # fmt: skip
        ring(store, world, parent, NoticeKind.SURVEY, f"survey:{trip}", at(3), **told)


def _name(store: Store, person_id: int) -> str:
    one = store.session.get_one(Person, person_id)
    return short_name(one.last_name, one.first_name, one.middle_name)


def _put(store: Store, world: World, template: Template, classes: Sequence[Klass], **columns: Any) -> int:
    opened = columns["opened_at"]
    survey = store.add(
        Survey, school_id=world.school_id, made_at=opened - timedelta(hours=1),
        saved_at=columns.get("closed_at") or opened, **columns,
    )  # fmt: skip
    ours = {"school_id": world.school_id, "survey_id": survey}
    for klass in classes:
        store.add(SurveyPart, **ours, kind=PartKind.CLASS, class_id=klass.id)
    made: list[int] = []
    for place, ask in enumerate(TEMPLATES[template].asks):
        made.append(_question(store, ours, place, ask))
        if ask.only_if_yes is not None:
            store.add(
                SurveyRule, school_id=world.school_id, question_id=made[-1], on_id=made[ask.only_if_yes],
                kind=RuleKind.YES,
            )  # fmt: skip
    _seats(store, world, ours, classes, columns["per"])
    return survey


def _question(store: Store, ours: dict[str, int], place: int, ask: Ask) -> int:
    scale = ask.kind is QuestionKind.SCALE
    low, high = (gettext("ru", end) if end else "" for end in ask.ends)
    number = store.add(
        SurveyQuestion, **ours, place=place, kind=ask.kind, title=gettext("ru", ask.title),
        required=ask.required, most=ask.most, low=1 if scale else None, high=5 if scale else None,
        low_words=low, high_words=high,
    )  # fmt: skip
    for axis, titles in ((OptionAxis.ROW, ask.options), (OptionAxis.COLUMN, ask.columns)):
        for order, title in enumerate(titles):
            store.add(
                SurveyOption, school_id=ours["school_id"], question_id=number, place=order, axis=axis,
                title=gettext("ru", title),
            )  # fmt: skip
    return number


def _seats(
    store: Store, world: World, ours: dict[str, int], classes: Sequence[Klass], per: SurveyPer
) -> None:
    people: dict[int, dict[int, int]] = {}
    for klass in classes:
        for pupil in klass.pupils:
            if pupil.present_in_class(world.today):
                for guardian in pupil.guardians:
                    people.setdefault(guardian, {})[pupil.id] = klass.id
    for place in places_of(people, per):
        seat = store.add(SurveySeat, **ours, per=place.per)
        for reader in sorted(place.readers):
            store.add(SurveyReader, **ours, seat_id=seat, person_id=reader)
        for pupil_id, class_id in sorted(place.children.items()):
            store.add(SurveySeatChild, **ours, seat_id=seat, pupil_id=pupil_id, class_id=class_id)
