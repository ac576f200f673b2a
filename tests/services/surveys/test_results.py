"""Results of a survey: counted as anybody would count, held back where few answered, read by whom they are
for."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from ejournal.errors import NotFound
from ejournal.models import (
    QuestionKind,
    ResultsWhen,
    ResultsWhom,
    RuleKind,
    Survey,
    SurveyAnswer,
    SurveyState,
)
from ejournal.services.surveys.opening import end
from ejournal.services.surveys.results.cross import cross_by_class, cross_by_question
from ejournal.services.surveys.results.earlier import earlier_run
from ejournal.services.surveys.results.participation import seat_lines, turnout
from ejournal.services.surveys.results.seen import sight_of
from ejournal.services.surveys.results.shown import Figures, Results, results, share
from ejournal.services.surveys.results.tally import OTHER, Way
from ejournal.services.surveys.results.texts import Text, found_in, tags_of, texts_of
from tests.cast import DAY, Cast
from tests.services.surveys.answer_helpers import LATER, NOON, Asked, Made, answer, asked_family, make_survey

K = QuestionKind
ALL_KINDS = (
    Asked(K.SECTION, "Раздел"),
    Asked(K.YES_NO, "Едете"),
    Asked(K.ONE, "Что", ("Суп", "Каша", "Рыба"), more={"other": True}),
    Asked(K.SEVERAL, "Когда", ("Пн", "Вт", "Ср")),
    Asked(K.SCALE, "Как"),
    Asked(K.MATRIX, "Вкус", ("Обед", "Ужин"), ("Плохо", "Сносно", "Хорошо")),
    Asked(K.ORDER, "Порядок", ("Первое", "Второе", "Третье")),
    Asked(K.LONG_TEXT, "Слова"),
    Asked(K.NUMBER, "Число"),
    Asked(K.DATE, "День"),
    Asked(K.SHORT_TEXT, "Почему", rule=("Едете", RuleKind.NO, ())),
)


def drawn_answer(made: Made, drawn: random.Random) -> dict[str, Any]:
    """What somebody may say, some of it left out."""

    def pick(*titles: str) -> int:
        return made.options[drawn.choice(titles)]

    goes = drawn.random() < 0.6
    one: dict[str, Any] = {"options": [pick("Суп", "Каша", "Рыба")]}
    if drawn.random() < 0.2:
        one = {"options": [], "other": "оладьи"}
    days = drawn.sample([made.options[title] for title in ("Пн", "Вт", "Ср")], drawn.randint(1, 3))
    said: dict[str, Any] = {
        "Едете": goes, "Что": one, "Когда": {"options": sorted(days)}, "Как": drawn.randint(1, 5),
        "Вкус": {str(made.options["Обед"]): pick("Плохо", "Сносно", "Хорошо")},
        "Порядок": drawn.sample([made.options[title] for title in ("Первое", "Второе", "Третье")], 3),
        "Слова": drawn.choice(["Горячее остыло", "остывшее горячее", "Нет"]),
        "Число": drawn.randint(0, 30), "День": f"2026-12-{drawn.randint(10, 20)}",
    }  # fmt: skip
    if not goes:
        said["Почему"] = "далеко"
    return {title: value for title, value in said.items() if title == "Едете" or drawn.random() < 0.9}


def many_answers(
    session: Session, school_id: int, made: Made, classes: Sequence[int | None], count: int, seed: int = 7
) -> list[dict[str, Any]]:
    """So many answers, of classes in turn by chance."""
    drawn, said = random.Random(seed), []
    for number in range(count):
        one = drawn_answer(made, drawn)
        class_id = drawn.choice(classes)
        said.append(one | {"class": class_id})
        session.add(
            SurveyAnswer(
                id=1 + number * 7919 % 1_000_003, school_id=school_id, survey_id=made.id, revision=1,
                class_id=class_id, content=made.said(**one),
            )
        )  # fmt: skip
    session.flush()
    return said


def of(found: Results, made: Made, title: str) -> Figures:
    return next(one for one in found.figures if one.question.id == made.questions[title])


@pytest.fixture
def big(cast: Cast) -> tuple[Made, list[dict[str, Any]]]:
    """An anonymous survey of 300 answers, closed."""
    actor = cast.actor("deputy")
    made = make_survey(
        cast.session, actor.school_id, actor.person_id, *ALL_KINDS, anonymous=True, state=SurveyState.CLOSED,
        closed_at=LATER,
    )  # fmt: skip
    classes = [cast.classes[one].id for one in ("6b", "6v", "2a")]
    return made, many_answers(cast.session, actor.school_id, made, classes, 300)


def test_all_is_counted_as_anybody_would(cast: Cast, big: tuple[Made, list[dict[str, Any]]]) -> None:
    made, said = big
    found = results(cast.session, cast.actor("deputy"), made.id, LATER)
    assert found.is_shown
    for title in ("Едете", "Как", "День"):
        counts = Counter(one[title] for one in said if title in one)
        figures = of(found, made, title)
        assert {way: count for way, count in figures.ways if count} == counts
        assert figures.answered == counts.total()
    ways: Counter[Way] = Counter()
    for one in said:
        ways.update(one.get("Что", {}).get("options", ()))
        ways[OTHER] += bool(one.get("Что", {}).get("other"))
    assert dict(of(found, made, "Что").ways) == ways
    several = Counter(way for one in said for way in one.get("Когда", {}).get("options", ()))
    assert dict(of(found, made, "Когда").ways) == several
    numbers = [one["Число"] for one in said if "Число" in one]
    assert of(found, made, "Число").mean == pytest.approx(sum(numbers) / len(numbers))
    places = [one["Порядок"].index(made.options["Первое"]) + 1 for one in said if "Порядок" in one]
    average = {number: mean for number, mean, _ in of(found, made, "Порядок").places}
    assert average[made.options["Первое"]] == pytest.approx(sum(places) / len(places))
    pairs = Counter(
        (int(row), column) for one in said for row, column in one.get("Вкус", {}).items()
    )  # fmt: skip
    assert of(found, made, "Вкус").pairs == pairs
    why = of(found, made, "Почему")
    assert why.asked == sum(one["Едете"] is False for one in said)
    assert why.texts == sum("Почему" in one for one in said)


def test_a_cross_table_adds_up_and_hides_what_is_small(
    cast: Cast, big: tuple[Made, list[dict[str, Any]]]
) -> None:
    made, said = big
    found = results(cast.session, cast.actor("deputy"), made.id, LATER)
    what, goes = of(found, made, "Что").question, of(found, made, "Едете").question
    by_class = cross_by_class(what, found.said, found.class_order, protected=True)
    for line in by_class.lines:
        for column, cell in zip(by_class.columns, line.cells, strict=True):
            true = sum(
                one["class"] == column and line.way in _ways(one.get("Что")) for one in said
            )  # fmt: skip
            assert cell in (None, true)
            assert cell is not None or true < 30
        assert line.total == sum(line.way in _ways(one.get("Что")) for one in said)
    assert sum(by_class.sizes) == len(said)
    both = cross_by_question(goes, what, found.said, protected=False)
    for line in both.lines:
        for column, cell in zip(both.columns, line.cells, strict=True):
            assert cell == sum(
                one.get("Едете") is line.way and column in _ways(one.get("Что")) for one in said
            )
    several = cross_by_question(of(found, made, "Когда").question, goes, found.said, protected=True)
    assert len(several.lines) == 3


def _ways(value: Any) -> list[Any]:
    return [] if value is None else [*value["options"], *([OTHER] if value.get("other") else [])]


def test_small_classes_stand_together(cast: Cast) -> None:
    actor = cast.actor("deputy")
    made = make_survey(cast.session, actor.school_id, actor.person_id, Asked(K.YES_NO, "Едете"))
    six, other, two = (cast.classes[one].id for one in ("6b", "6v", "2a"))
    for number, class_id in enumerate([six] * 9 + [other] * 3 + [two] * 3):
        cast.session.add(
            SurveyAnswer(
                id=number + 1, school_id=actor.school_id, survey_id=made.id, revision=1, class_id=class_id,
                content=made.said(Едете=True),
            )
        )  # fmt: skip
    cast.session.flush()
    found = results(cast.session, actor, made.id, NOON)
    question = found.form.asking[0]
    assert cross_by_class(question, found.said, found.class_order, protected=True).columns == (six, None)
    assert set(cross_by_class(question, found.said, found.class_order, protected=False).columns) == {
        six,
        other,
        two,
    }


def test_fewer_than_five_anonymous_answers_say_nothing(cast: Cast) -> None:
    made = asked_family(cast, Asked(K.YES_NO, "Едете"), anonymous=True)
    for who in ("guardian", "other_guardian", "teacher_parent"):
        answer(cast, made, who, Едете=True)
    end(cast.session, cast.session.get_one(Survey, made.id), LATER)
    found = results(cast.session, cast.actor("deputy"), made.id, LATER)
    assert (found.too_few, found.is_shown, found.waiting, found.answered, found.seats) == (
        True,
        False,
        3,
        3,
        3,
    )
    assert found.said == ()


def test_a_question_that_few_answered_is_held_back(
    cast: Cast, big: tuple[Made, list[dict[str, Any]]]
) -> None:
    actor = cast.actor("deputy")
    made = make_survey(
        cast.session, actor.school_id, actor.person_id, Asked(K.YES_NO, "Едете"),
        Asked(K.SHORT_TEXT, "Почему", rule=("Едете", RuleKind.NO, ())), Asked(K.SCALE, "Как"), anonymous=True,
        state=SurveyState.CLOSED,
    )  # fmt: skip
    for number in range(12):
        said = (
            {"Едете": number > 2}
            | ({"Почему": "далеко"} if number <= 2 else {})
            | ({"Как": 3} if number < 4 else {})
        )
        cast.session.add(
            SurveyAnswer(
                id=10**7 + number, school_id=actor.school_id, survey_id=made.id, revision=1,
                content=made.said(**said),
            )
        )  # fmt: skip
    cast.session.flush()
    found = results(cast.session, actor, made.id, NOON)
    assert [one.held for one in found.figures] == [False, True, True]
    assert of(found, made, "Почему").texts == 0
    assert of(found, made, "Как").ways == ()


def test_texts_are_found_by_their_words_and_tagged(
    cast: Cast, big: tuple[Made, list[dict[str, Any]]]
) -> None:
    made, _ = big
    found = results(cast.session, cast.actor("deputy"), made.id, LATER)
    texts = texts_of(found.tallies, protected=True)
    assert [one.words for one in texts] == sorted((one.words for one in texts), key=str.casefold)
    assert all(one.answer_id == 0 for one in texts)
    hot = {one.words for one in found_in(texts, "горячие")}
    assert hot == {"Горячее остыло", "остывшее горячее"}
    assert found_in(texts, "ничего такого") == []
    assert len(found_in(texts, "")) == len(texts)
    tags = {one.word: one.count for one in tags_of(texts)}
    assert tags["горячее"] == sum("горячее" in one.words.lower() for one in texts)
    assert tags_of([Text(1, "и да но")]) == []


def test_who_takes_part_is_named_only_where_names_are(cast: Cast) -> None:
    made = asked_family(cast, Asked(K.YES_NO, "Едете"))
    answer(cast, made, "guardian", Едете=True)
    sight = sight_of(cast.session, cast.actor("deputy"), made.id, NOON)
    found = {one.title: (one.answered, one.seats) for one in turnout(cast.session, sight.survey)}
    assert found == {"6 «Б»": (1, 2), "6 «В»": (0, 1)}
    lines, pages = seat_lines(cast.session, sight, answered=False)
    assert pages == 1
    assert {one.people for one in lines} == {("И. И. Никитин",), ("А. Ю. Зайцев",)}
    lines, _ = seat_lines(cast.session, sight, answered=True)
    assert [(one.children, one.answered_on) for one in lines] == [(("Анна, 6 «Б»", "Лев, 2 «А»"), DAY)]
    secret = asked_family(cast, Asked(K.YES_NO, "Едете"), anonymous=True)
    with pytest.raises(NotFound):
        seat_lines(cast.session, sight_of(cast.session, cast.actor("deputy"), secret.id, NOON), answered=None)


@pytest.mark.parametrize("who", ["teacher", "guardian", "other_guardian", "admin", "teacher_b", "pupil"])
def test_results_are_for_those_who_keep_the_survey(cast: Cast, who: str) -> None:
    made = asked_family(cast, Asked(K.YES_NO, "Едете"))
    with pytest.raises(NotFound):
        results(cast.session, cast.actor(who), made.id, NOON)


def test_who_has_answered_sees_them_where_the_author_says_so(cast: Cast) -> None:
    made = asked_family(cast, Asked(K.YES_NO, "Едете"), results_whom=ResultsWhom.ANSWERED)
    answer(cast, made, "guardian", Едете=True)
    found = results(cast.session, cast.actor("guardian"), made.id, NOON)
    assert (found.sight.later, found.sight.keeps, found.sight.protected) == (True, False, True)
    with pytest.raises(NotFound):
        results(cast.session, cast.actor("other_guardian"), made.id, NOON)
    end(cast.session, cast.session.get_one(Survey, made.id), LATER)
    found = results(cast.session, cast.actor("guardian"), made.id, LATER)
    assert (found.sight.later, found.too_few, found.said) == (False, True, ())


def test_before_the_end_they_wait_where_the_author_chose_so(cast: Cast) -> None:
    made = asked_family(cast, Asked(K.YES_NO, "Едете"), results_when=ResultsWhen.CLOSED, closes_at=LATER)
    answer(cast, made, "guardian", Едете=True)
    found = results(cast.session, cast.actor("deputy"), made.id, NOON)
    assert (found.sight.later, found.said, found.answered) == (True, (), 1)
    after = results(cast.session, cast.actor("deputy"), made.id, LATER + timedelta(minutes=1))
    assert len(after.said) == 1


def test_what_is_protected_is_broken_down_only_when_nothing_comes_any_more(cast: Cast) -> None:
    secret = asked_family(cast, Asked(K.YES_NO, "Едете"), anonymous=True)
    assert not sight_of(cast.session, cast.actor("deputy"), secret.id, NOON).broken_down
    named = asked_family(cast, Asked(K.YES_NO, "Едете"))
    assert sight_of(cast.session, cast.actor("deputy"), named.id, NOON).broken_down


def test_answers_to_questions_of_before_are_kept_apart(cast: Cast) -> None:
    made = asked_family(cast, Asked(K.YES_NO, "Едете"))
    answer(cast, made, "guardian", Едете=True)
    cast.session.get_one(Survey, made.id).revision = 2
    answer(cast, made, "other_guardian", Едете=False)
    found = results(cast.session, cast.actor("deputy"), made.id, NOON)
    assert (found.revision, found.revisions) == (2, ((2, 1), (1, 1)))
    assert of(found, made, "Едете").ways == ((True, 0), (False, 1))
    before = results(cast.session, cast.actor("deputy"), made.id, NOON, 1)
    assert of(before, made, "Едете").ways == ((True, 1), (False, 0))


def test_an_earlier_run_stands_beside_it(cast: Cast) -> None:
    asked = Asked(K.ONE, "Что", ("Суп", "Каша")), Asked(K.SCALE, "Как")
    spring = asked_family(cast, *asked)
    answer(cast, spring, "guardian", Что={"options": ["Суп"]}, Как=3)
    end(cast.session, cast.session.get_one(Survey, spring.id), NOON)
    autumn = asked_family(cast, *asked, copy_of_id=spring.id)
    answer(cast, autumn, "guardian", Что={"options": ["Каша"]}, Как=5)
    actor = cast.actor("deputy")
    found = earlier_run(cast.session, actor, results(cast.session, actor, autumn.id, LATER), LATER)
    assert found is not None
    assert found.turnout == 33
    what = found.before[autumn.questions["Что"]]
    assert what.shares == {autumn.options["Суп"]: 100, autumn.options["Каша"]: 0}
    assert found.before[autumn.questions["Как"]].mean == 3
    assert earlier_run(cast.session, actor, results(cast.session, actor, spring.id, LATER), LATER) is None


def test_shares_are_whole_and_round_half_up() -> None:
    assert [share(1, 3), share(2, 3), share(1, 8), share(0, 5), share(5, 5), share(0, 0)] == [
        33,
        67,
        13,
        0,
        100,
        0,
    ]
