"""Questions put in, changed, moved, copied, taken out; rules ask only of what comes before."""

from datetime import timedelta

import pytest

from ejournal import limits
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import (
    OptionAxis,
    QuestionKind,
    RuleKind,
    Survey,
    SurveyOption,
    SurveyPart,
    SurveyQuestion,
    SurveyRule,
)
from ejournal.services.surveys import (
    authors,
    conditions,
    copying,
    keeping,
    opening,
    options,
    questions,
    removing,
)
from ejournal.services.surveys.keeping import Setup
from ejournal.services.surveys.questions import built
from ejournal.services.surveys.words import rule_words
from tests.cast import Cast
from tests.services.surveys.survey_helpers import (
    NOON,
    answer,
    asked,
    class_part,
    drafted,
    first_seat,
    rows,
    sent,
)


def titles(cast: Cast, survey: Survey) -> list[str]:
    return [one.title for one in built(cast.session, survey).questions]


def refusal(caught: pytest.ExceptionInfo[DomainError]) -> tuple[str, str]:
    return caught.value.message, caught.value.field


def test_a_new_question_stands_behind_the_one_that_is_open(cast: Cast) -> None:
    survey = drafted(cast)
    first = built(cast.session, survey).questions[0]
    asked(cast, survey, QuestionKind.LONG_TEXT, "Последний")
    one = questions.add_question(
        cast.session, cast.actor("deputy"), survey.id or 0, QuestionKind.ONE, NOON, after=first.id
    )
    assert titles(cast, survey) == ["Ваш ребёнок поедет?", "", "Последний"]
    assert len(built(cast.session, survey).options_of(one)) == 2


def test_no_survey_asks_more_than_anybody_answers(cast: Cast) -> None:
    survey = drafted(cast)
    cast.session.add_all(
        SurveyQuestion(
            school_id=survey.school_id, survey_id=survey.id or 0, place=place, kind=QuestionKind.SHORT_TEXT
        )
        for place in range(1, questions.MOST_QUESTIONS)
    )
    cast.session.flush()
    with pytest.raises(DomainError) as caught:
        asked(cast, survey, QuestionKind.DATE, "Ещё один")
    assert refusal(caught) == ("At most {n} questions: nobody answers more", "questions")


@pytest.mark.parametrize(
    ("kind", "what", "field"),
    [
        (QuestionKind.SHORT_TEXT, {"title": "а" * (limits.SURVEY_QUESTION + 1)}, "question"),
        (QuestionKind.SHORT_TEXT, {"note": "а" * (limits.SURVEY_NOTE + 1)}, "note"),
        (QuestionKind.SCALE, {"low_words": "а" * (limits.SURVEY_END + 1)}, "low_words"),
        (QuestionKind.SCALE, {"high": 11.0}, "high"),
        (QuestionKind.SCALE, {"low": 1.5}, "low"),
        (QuestionKind.SCALE, {"low": 5.0}, "low"),
        (QuestionKind.SCALE, {"high": None}, "high"),
        (QuestionKind.NUMBER, {"low": 1e12}, "low"),
        (QuestionKind.NUMBER, {"low": 5.0, "high": 4.0}, "low"),
        (QuestionKind.SEVERAL, {"least": 0}, "least"),
        (QuestionKind.SEVERAL, {"most": questions.MOST_OPTIONS + 1}, "most"),
        (QuestionKind.SEVERAL, {"least": 3, "most": 2}, "least"),
        (QuestionKind.LONG_TEXT, {"most": questions.MOST_SIGNS + 1}, "most"),
    ],
)
def test_what_does_not_fit_is_told_by_its_field(
    cast: Cast, kind: QuestionKind, what: dict[str, object], field: str
) -> None:
    question = asked(cast, drafted(cast), kind, "Вопрос")
    with pytest.raises(DomainError) as caught:
        questions.change_question(cast.session, cast.actor("deputy"), question.id or 0, NOON, **what)
    assert caught.value.field == field


def test_bounds_and_switches_are_kept(cast: Cast) -> None:
    question = asked(cast, drafted(cast), QuestionKind.NUMBER, "Сколько?")
    questions.change_question(
        cast.session, cast.actor("deputy"), question.id or 0, NOON,
        low=0.0, high=5000.0, required=True, shuffled=False, note="В рублях",
    )  # fmt: skip
    assert (question.low, question.high, question.required, question.note) == (0, 5000, True, "В рублях")
    with pytest.raises(NotFound):
        questions.change_question(cast.session, cast.actor("deputy"), question.id or 0, NOON, survey_id=1)


def test_only_who_keeps_a_survey_changes_it(cast: Cast) -> None:
    survey = drafted(cast)
    question = built(cast.session, survey).questions[0]
    for who in ("director", "class_teacher", "guardian", "teacher_b"):
        with pytest.raises((NotFound, NotAllowed)):
            questions.change_question(cast.session, cast.actor(who), question.id or 0, NOON, title="Чужое")
    assert question.title == "Ваш ребёнок поедет?"
    authors.add_author(cast.session, cast.actor("deputy"), survey.id or 0, cast.id_of("class_teacher"), NOON)
    questions.change_question(cast.session, cast.actor("class_teacher"), question.id or 0, NOON, title="Наше")
    assert question.title == "Наше"


def test_who_may_keep_no_survey_is_no_author(cast: Cast) -> None:
    survey = drafted(cast)
    session, deputy = cast.session, cast.actor("deputy")
    for who in ("guardian", "teacher", "teacher_b"):
        with pytest.raises(NotFound):
            authors.add_author(session, deputy, survey.id or 0, cast.id_of(who), NOON)
    assert authors.find_authors(session, deputy, survey.id or 0, "к") == []
    found = authors.find_authors(session, deputy, survey.id or 0, "кот")
    assert [number for number, _ in found] == [cast.id_of("class_teacher")]
    authors.add_author(session, deputy, survey.id or 0, found[0][0], NOON)
    authors.add_author(session, deputy, survey.id or 0, found[0][0], NOON)
    assert authors.find_authors(session, deputy, survey.id or 0, "кот") == []
    assert authors.authors(session, survey) == [(cast.id_of("class_teacher"), "И. С. Котова")]
    authors.drop_author(session, cast.actor("class_teacher"), survey.id or 0, found[0][0], NOON)
    assert authors.authors(session, survey) == []


# ---------------------------------------------------------------------------------------------- options


def test_pasted_lines_are_options_and_empty_ones_are_lines_to_write_into(cast: Cast) -> None:
    survey = drafted(cast)
    question = asked(cast, survey, QuestionKind.ONE, "Куда?", "Музей хлеба", "Лесная тропа")
    has = built(cast.session, survey).options_of(question)
    assert [one.title for one in has] == ["", "", "Музей хлеба", "Лесная тропа"]
    options.move_option(cast.session, cast.actor("deputy"), has[3].id or 0, -1, NOON)
    options.remove_option(cast.session, cast.actor("deputy"), has[0].id or 0, NOON)
    found = [one.title for one in built(cast.session, survey).options_of(question)]
    assert found == ["", "Лесная тропа", "Музей хлеба"]


def test_lines_written_anew_stay_the_options_that_they_were(cast: Cast) -> None:
    survey = drafted(cast)
    session, deputy = cast.session, cast.actor("deputy")
    question = asked(cast, survey, QuestionKind.ONE, "Куда?").id or 0

    def put(text: str) -> dict[str, int]:
        options.put_lines(session, deputy, question, text, NOON)
        return {one.title: one.id or 0 for one in built(session, survey).options.get(question, ())}

    first = put("Музей\n\n  Лес \nТеатр")
    assert list(first) == ["Музей", "Лес", "Театр"]
    second = put("Театр\nМузей хлеба\nЛес\nЦирк")
    assert list(second) == ["Театр", "Музей хлеба", "Лес", "Цирк"]
    assert (second["Театр"], second["Музей хлеба"], second["Лес"]) == (
        first["Театр"], first["Музей"], first["Лес"],
    )  # fmt: skip
    assert list(put("Лес")) == ["Лес"]
    with pytest.raises(DomainError) as caught:
        put("\n".join(map(str, range(questions.MOST_OPTIONS + 1))))
    assert refusal(caught) == ("At most {n} options", "options")


def test_places_are_counted_only_with_names(cast: Cast) -> None:
    survey = drafted(cast, anonymous=True)
    session, deputy = cast.session, cast.actor("deputy")
    question = asked(cast, survey, QuestionKind.ONE, "Кружок", "Шахматы", "Хор")
    option = built(session, survey).options_of(question)[2]
    with pytest.raises(DomainError) as caught:
        options.set_places(session, deputy, option.id or 0, 12, NOON)
    assert refusal(caught) == ("Places are counted only where answers carry names", "places")
    keeping.set_up(session, deputy, survey.id or 0, Setup(), NOON)
    assert options.set_places(session, deputy, option.id or 0, 12, NOON).places == 12
    option.taken = 5
    with pytest.raises(DomainError) as caught:
        options.set_places(session, deputy, option.id or 0, 4, NOON)
    assert refusal(caught) == ("{n} places are taken already", "places")
    with pytest.raises(DomainError):
        options.set_places(session, deputy, option.id or 0, 0, NOON)


def test_a_kind_that_offers_something_keeps_what_was_offered(cast: Cast) -> None:
    survey = drafted(cast)
    session, deputy = cast.session, cast.actor("deputy")
    question = asked(cast, survey, QuestionKind.ONE, "Куда?", "Музей", "Лес")
    for kind in (QuestionKind.LONG_TEXT, QuestionKind.SEVERAL):
        questions.change_kind(session, deputy, question.id or 0, kind, NOON)
    assert [one.title for one in built(session, survey).options_of(question)] == ["", "", "Музей", "Лес"]
    questions.change_kind(session, deputy, question.id or 0, QuestionKind.MATRIX, NOON)
    assert len(built(session, survey).options_of(question, OptionAxis.COLUMN)) == 2
    questions.change_kind(session, deputy, question.id or 0, QuestionKind.SCALE, NOON)
    assert (question.low, question.high) == (1, 5)


# ------------------------------------------------------------------------------------------------ rules


def test_a_rule_asks_only_of_what_comes_before(cast: Cast) -> None:
    survey = drafted(cast)
    session, deputy = cast.session, cast.actor("deputy")
    goes = built(session, survey).questions[0].id or 0
    where = asked(cast, survey, QuestionKind.ONE, "Куда?", "Музей", "Лес").id or 0
    last = asked(cast, survey, QuestionKind.LONG_TEXT, "Почему?").id or 0
    has = built(session, survey)
    forest = has.options[where][3].id or 0

    for on, kind, more in (
        (last, RuleKind.YES, {}),
        (where, RuleKind.YES, {}),
        (where, RuleKind.HAS, {"options": [999_999]}),
    ):
        with pytest.raises(NotFound):
            conditions.put_rule(session, deputy, last, on, kind, NOON, **more)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        conditions.put_rule(session, deputy, goes, where, RuleKind.HAS, NOON, options=[forest])
    with pytest.raises(DomainError) as caught:
        conditions.put_rule(session, deputy, last, where, RuleKind.HAS, NOON)
    assert refusal(caught) == ("Choose at least one answer", "rule")

    conditions.put_rule(session, deputy, where, goes, RuleKind.YES, NOON)
    rule = conditions.put_rule(session, deputy, last, where, RuleKind.HAS_NOT, NOON, options=[forest])
    assert rule_words(rule, has, "ru") == "Показать, если в вопросе **2** не выбрали **«Лес»**"
    with pytest.raises(DomainError) as caught:
        questions.move_question(session, deputy, goes, 2, NOON)
    assert refusal(caught) == ("The question that decides whether another is shown stays before it", "")
    options.remove_option(session, deputy, forest, NOON)
    assert [one.question_id for one in built(session, survey).rules] == [where]
    assert questions.remove_question(session, deputy, goes, NOON) == 1
    assert built(session, survey).rules == ()
    assert rows(cast, SurveyRule) == 0


def test_a_number_decides_by_its_least(cast: Cast) -> None:
    survey = drafted(cast)
    session, deputy = cast.session, cast.actor("deputy")
    scale = asked(cast, survey, QuestionKind.SCALE, "Насколько довольны?").id or 0
    last = asked(cast, survey, QuestionKind.LONG_TEXT, "Почему?").id or 0
    with pytest.raises(DomainError) as caught:
        conditions.put_rule(session, deputy, last, scale, RuleKind.AT_LEAST, NOON)
    assert refusal(caught) == ("Give a number", "rule")
    rule = conditions.put_rule(session, deputy, last, scale, RuleKind.AT_LEAST, NOON, number=4)
    words = rule_words(rule, built(session, survey), "ru")
    assert words == "Показать, если на вопрос **2** ответили **4 или больше**"
    conditions.drop_rule(session, deputy, last, NOON)
    assert built(session, survey).rules == ()


# ----------------------------------------------------------------------------------- copied, thrown away


def test_a_copy_has_its_own_questions_rules_and_parts(cast: Cast) -> None:
    survey = drafted(cast, "class_teacher")
    session, teacher = cast.session, cast.actor("class_teacher")
    where = asked(cast, survey, QuestionKind.ONE, "Куда?", "Музей", "Лес", who="class_teacher").id or 0
    last = asked(cast, survey, QuestionKind.LONG_TEXT, "Почему?", who="class_teacher").id or 0
    forest = built(session, survey).options[where][3].id or 0
    conditions.put_rule(session, teacher, last, where, RuleKind.HAS, NOON, options=[forest])
    other = copying.copy(session, teacher, survey.id or 0, NOON)
    has = built(session, other)
    assert [one.title for one in has.questions] == titles(cast, survey)
    assert {one.id for one in has.questions}.isdisjoint({where, last})
    (rule,) = has.rules
    assert rule.options == [has.options[rule.on_id][3].id]
    assert keeping.parts_of(session, other).chosen == (class_part(cast, "6b"),)
    assert other.copy_of_id == survey.id
    removing.throw_away(session, teacher, survey.id or 0)
    session.refresh(other)
    assert other.copy_of_id is None


def test_a_question_is_copied_behind_itself(cast: Cast) -> None:
    survey = drafted(cast)
    question = asked(cast, survey, QuestionKind.SEVERAL, "Куда?", "Музей", "Лес")
    asked(cast, survey, QuestionKind.DATE, "Когда?")
    other = questions.copy_question(cast.session, cast.actor("deputy"), question.id or 0, NOON)
    assert titles(cast, survey) == ["Ваш ребёнок поедет?", "Куда?", "Куда?", "Когда?"]
    assert [one.title for one in built(cast.session, survey).options_of(other)] == ["", "", "Музей", "Лес"]


def test_a_draft_thrown_away_leaves_nothing(cast: Cast) -> None:
    survey = drafted(cast)
    asked(cast, survey, QuestionKind.ONE, "Куда?", "Музей", "Лес")
    removing.throw_away(cast.session, cast.actor("deputy"), survey.id or 0)
    assert [rows(cast, one) for one in (Survey, SurveyPart, SurveyQuestion, SurveyOption)] == [0, 0, 0, 0]


def test_what_was_opened_is_not_thrown_away(cast: Cast) -> None:
    survey = sent(cast)
    with pytest.raises(NotFound):
        removing.throw_away(cast.session, cast.actor("deputy"), survey.id or 0)


def test_drafts_do_not_heap_up(cast: Cast) -> None:
    session, deputy = cast.session, cast.actor("deputy")
    session.add_all(
        Survey(school_id=deputy.school_id, author_id=deputy.person_id, made_at=NOON, saved_at=NOON)
        for _ in range(keeping.MOST_DRAFTS)
    )
    session.flush()
    with pytest.raises(DomainError) as caught:
        keeping.begin(session, deputy, NOON)
    assert caught.value.message == "You have {n} drafts already: open one of them, or throw one away"


# ------------------------------------------------------------------------------- changed after answers came


def test_questions_change_after_answers_only_when_it_is_said_and_begin_a_revision(cast: Cast) -> None:
    survey = sent(cast)
    session, deputy = cast.session, cast.actor("deputy")
    question = built(session, survey).questions[0]
    questions.change_question(session, deputy, question.id or 0, NOON, title="Поедет ли ваш ребёнок?")
    assert survey.revision == 1
    answer(cast, survey, first_seat(cast, survey, "guardian"))
    with pytest.raises(DomainError) as caught:
        questions.change_question(session, deputy, question.id or 0, NOON, title="Иначе")
    assert caught.value.message == "Answers have come already: say first that the questions are to change"
    assert question.title == "Поедет ли ваш ребёнок?"
    questions.change_question(session, deputy, question.id or 0, NOON, title="Иначе", sure=True)
    questions.change_question(session, deputy, question.id or 0, NOON, title="Ещё иначе", sure=True)
    assert survey.revision == 2
    questions.remove_question(session, deputy, question.id or 0, NOON, sure=True)
    session.refresh(question)
    assert (question.removed_revision, titles(cast, survey)) == (2, [])


def test_another_kind_after_answers_is_another_question(cast: Cast) -> None:
    survey = sent(cast)
    session, deputy = cast.session, cast.actor("deputy")
    question = built(session, survey).questions[0]
    answer(cast, survey, first_seat(cast, survey, "guardian"))
    other = questions.change_kind(session, deputy, question.id or 0, QuestionKind.ONE, NOON, sure=True)
    session.refresh(question)
    assert (question.kind, question.removed_revision) == (QuestionKind.YES_NO, 2)
    assert [one.id for one in built(session, survey).questions] == [other.id]
    assert len(built(session, survey).options_of(other)) == 2


def test_a_closed_survey_is_not_changed(cast: Cast) -> None:
    survey = sent(cast)
    session, deputy = cast.session, cast.actor("deputy")
    opening.close(session, deputy, survey.id or 0, NOON + timedelta(hours=1))
    with pytest.raises(DomainError) as caught:
        asked(cast, survey, QuestionKind.DATE, "Когда?")
    assert caught.value.message == "The survey is closed: open it again to change its questions"
