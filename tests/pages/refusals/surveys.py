"""What the pages of surveys refuse."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import (
    FileKind,
    PartKind,
    QuestionKind,
    StoredFile,
    Survey,
    SurveyAnswer,
    SurveyAuthor,
    SurveyOption,
    SurveyQuestion,
    Whom,
)
from ejournal.pages.surveys.build.acts_state import SurveyActsState
from ejournal.pages.surveys.build.rule_state import SurveyRuleState
from ejournal.pages.surveys.build.setup_state import SurveySetupState
from ejournal.pages.surveys.build.state import BuildSurveyState
from ejournal.pages.surveys.list_state import SurveysState
from ejournal.services.audience.parts import Part
from ejournal.services.surveys import authors, keeping, opening, options, questions
from tests.cast import CAST, Cast
from tests.pages.refusals import Page, Step, do, refused

Change = Callable[[Any, Cast, Survey], None]
WHO = "deputy"


def _made(*kinds: QuestionKind, change: Change | None = None, **setup: Any) -> Callable[[Cast], str]:
    """The address of a new survey with these questions, for 6Б, after the change."""

    def address(cast: Cast) -> str:
        with session_scope() as session:
            actor, now = cast.actor(WHO), clock.now()
            survey = keeping.begin(session, actor, now, "Поездка")
            number = survey.id or 0
            keeping.add_part(session, actor, number, Part(PartKind.CLASS, str(cast.classes["6b"].id)), now)
            for kind in kinds:
                question = questions.add_question(session, actor, number, kind, now)
                questions.change_question(session, actor, question.id or 0, now, title="Вопрос")
            keeping.set_up(session, actor, number, keeping.Setup(**setup), now)
            if change is not None:
                change(session, cast, survey)
            return f"/surveys/edit?id={number}"

    return address


def _of_form(name: str, **payload: Any) -> Step:
    """An event of the first question."""
    return Step(name, lambda _cast, state: {"question_id": state.questions[0].id, **payload})


def _of_option(name: str, **payload: Any) -> Step:
    """An event of the first option of the open question."""
    return Step(name, lambda _cast, state: {"option_id": state.options[0].id, **payload})


def _lines(session: Any, cast: Cast, survey: Survey, text: str) -> None:
    one = questions.built(session, survey).questions[0]
    options.put_lines(session, cast.actor(WHO), one.id or 0, text, clock.now())


def _many_drafts(session: Any, cast: Cast, survey: Survey) -> None:
    session.add_all(
        Survey(
            school_id=survey.school_id, author_id=survey.author_id, made_at=clock.now(), saved_at=clock.now()
        )
        for _ in range(keeping.MOST_DRAFTS)
    )


def _many_questions(session: Any, cast: Cast, survey: Survey) -> None:
    session.add_all(
        SurveyQuestion(
            school_id=survey.school_id, survey_id=survey.id or 0, place=place, kind=QuestionKind.DATE
        )
        for place in range(1, questions.MOST_QUESTIONS)
    )


def _opened(session: Any, cast: Cast, survey: Survey) -> None:
    opening.send(session, cast.actor(WHO), survey.id or 0, clock.now(), sure=True)


def _answered(session: Any, cast: Cast, survey: Survey) -> None:
    _opened(session, cast, survey)
    session.add(
        SurveyAnswer(
            id=10**9 + (survey.id or 0), school_id=survey.school_id, survey_id=survey.id or 0, revision=1
        )
    )


def _closed(session: Any, cast: Cast, survey: Survey) -> None:
    _opened(session, cast, survey)
    opening.close(session, cast.actor(WHO), survey.id or 0, clock.now())


def _reminded(session: Any, cast: Cast, survey: Survey) -> None:
    _opened(session, cast, survey)
    survey.reminded_at = clock.now()


def _many_keepers(session: Any, cast: Cast, survey: Survey) -> None:
    others = [cast.id_of(name) for name in ("admin", *CAST[6:]) if name in cast.people]
    session.add_all(
        SurveyAuthor(school_id=survey.school_id, survey_id=survey.id or 0, person_id=one)
        for one in others[: authors.MOST_AUTHORS]
    )


def _no_part(session: Any, cast: Cast, survey: Survey) -> None:
    keeping.parts_of(session, survey).replace()


def _grade_11(session: Any, cast: Cast, survey: Survey) -> None:
    keeping.parts_of(session, survey).replace(Part(PartKind.GRADE, "11"))


def _pupils(session: Any, cast: Cast, survey: Survey) -> None:
    survey.whom = Whom.PUPILS


def _no_title(session: Any, cast: Cast, survey: Survey) -> None:
    survey.title = ""


def _over(session: Any, cast: Cast, survey: Survey) -> None:
    survey.closes_at = clock.now() - timedelta(hours=1)


def _hour_passed(session: Any, cast: Cast, survey: Survey) -> None:
    survey.opens_at = clock.now() - timedelta(hours=1)


def _two_places(session: Any, cast: Cast, survey: Survey) -> None:
    _lines(session, cast, survey, "Шахматы\nХор")
    one = questions.built(session, survey).questions[0]
    for option in questions.built(session, survey).options_of(one):
        option.places, option.taken = 2, 2


def _no_question_title(session: Any, cast: Cast, survey: Survey) -> None:
    questions.built(session, survey).questions[0].title = ""


def _bare_picture(session: Any, cast: Cast, survey: Survey) -> None:
    one = questions.built(session, survey).questions[0]
    session.add_all(
        SurveyOption(school_id=survey.school_id, question_id=one.id or 0, place=place, title=title)
        for place, title in enumerate(("Музей", "Лес"))
    )


def _sent_text(session: Any, cast: Cast, survey: Survey) -> None:
    session.add(
        StoredFile(
            school_id=survey.school_id, key=f"text-{survey.id}", owner_id=survey.author_id, name="план.txt",
            kind=FileKind.OTHER, media_type="text/plain", size=1, sha256="0" * 64, at=clock.now(),
        )
    )  # fmt: skip


def _words(text: str) -> Change:
    return lambda session, cast, survey: _lines(session, cast, survey, text)


_SEND, _AGAIN = do("send"), do("tell_lack")
_ADD = do("add_question", kind="date")
_ONE, _YES = QuestionKind.ONE, QuestionKind.YES_NO


def _lacks(message: str, address: Callable[[Cast], str]) -> Page:
    return Page(SurveyActsState, WHO, address, (refused(message, _AGAIN),))


def _build(message: str, address: Callable[[Cast], str], *steps: Step) -> Page:
    return Page(BuildSurveyState, WHO, address, (refused(message, *steps),))


def _save(**form: str) -> Step:
    return Step("save", {"form": form})


_RULED = Step("start", lambda _cast, state: {"question_id": state.questions[-1].id})
_TOO_LONG = "Too long: at most {limit} characters"
_RANGE = "Give a number from {low} to {high}"
PAGES = (
    Page(
        SurveysState,
        WHO,
        _made(change=_many_drafts),
        (
            refused(
                "You have {n} drafts already: open one of them, or throw one away", do("begin", template="")
            ),
        ),
    ),
    Page(
        BuildSurveyState,
        WHO,
        _made(_ONE, change=_words("Музей\nЛес")),
        (
            refused(_TOO_LONG, do("keep_title", words="а" * 10_000, base="")),
            refused(_TOO_LONG, do("keep_intro", words="а" * 10_000, base="")),
            refused(_TOO_LONG, _of_form("keep_text", field="title", words="а" * 10_000, base="")),
            refused("Give a number", _of_form("keep_count", field="most", words="много", base="")),
            refused("Give a number", _of_form("keep_bound", field="low", words="мало", base="")),
            refused(_RANGE, _of_form("keep_count", field="most", words="900", base="")),
            refused(
                "Such large numbers are not asked for",
                _of_form("keep_bound", field="low", words="99999999999", base=""),
            ),
            refused(
                "The lower bound stands above the upper one",
                _of_form("keep_bound", field="low", words="9", base=""),
                _of_form("keep_bound", field="high", words="−3", base=""),
            ),
            refused(
                "At most {n} options",
                _of_form("keep_lines", axis="row", words="\n".join(map(str, range(51))), base=""),
            ),
            refused("Give a number", _of_option("keep_places", words="много", base="")),
            refused(_RANGE, _of_option("keep_places", words="0", base="")),
        ),
    ),
    _build(
        "{n} places are taken already",
        _made(_ONE, change=_two_places),
        _of_option("keep_places", words="1", base=""),
    ),
    _build(
        "Places are counted only where answers carry names",
        _made(_ONE, change=_words("Шахматы\nХор"), anonymous=True),
        _of_option("keep_places", words="12", base=""),
    ),
    _build("At most {n} questions: nobody answers more", _made(_YES, change=_many_questions), _ADD),
    _build("The survey is closed: open it again to change its questions", _made(_YES, change=_closed), _ADD),
    _build(
        "Answers have come already: say first that the questions are to change",
        _made(_YES, change=_answered),
        _ADD,
    ),
    _build(
        "«{name}» is no picture",
        _made(QuestionKind.PICTURE, change=_sent_text),
        Step(
            "add_pictures",
            lambda _cast, state: {"form": {"pictures": f'["text-{state.survey.id}"]'}},
        ),
    ),
    Page(
        SurveyRuleState,
        WHO,
        _made(_ONE, QuestionKind.NUMBER, QuestionKind.DATE, change=_words("Музей\nЛес")),
        (
            refused(
                "No question before this one may decide that it is shown",
                Step("start", lambda _cast, state: {"question_id": state.questions[0].id}),
            ),
            refused(
                "Choose at least one answer",
                _RULED,
                Step("choose_on", lambda _cast, state: {"value": str(state.questions[0].id)}),
                _save(),
            ),
            refused("Give a number", _RULED, _save(rule="")),
            refused(
                "The question that decides whether another is shown stays before it",
                _RULED,
                _save(rule="3"),
                Step(
                    "move",
                    lambda _cast, state: {"question_id": state.questions[1].id, "by": 1},
                    BuildSurveyState,
                ),
            ),
        ),
    ),
    Page(
        SurveySetupState,
        WHO,
        _made(_YES),
        (
            refused("Give a later moment, within a year", _save(closes_at="2020-01-01T10:00")),
            refused("Give a day and a time", _save(closes_at="завтра")),
            refused("Give a number", _save(most_answers="много")),
            refused(_RANGE, _save(most_answers="0")),
        ),
    ),
    Page(
        SurveySetupState,
        WHO,
        _made(_YES, change=_opened),
        (
            refused("The survey is open: whom it asks stays as it is", do("choose_whom", value="both")),
            refused(
                "Who was asked has been promised this: it stays as it is", _save(per="family", anonymous="on")
            ),
            refused("The survey is open: for whom one answer counts stays as it is", _save(per="person")),
        ),
    ),
    Page(
        SurveySetupState,
        WHO,
        _made(_YES, change=_many_keepers),
        (
            refused(
                "At most {n} people keep a survey",
                Step("add_author", lambda cast, _state: {"value": str(cast.id_of("class_teacher"))}),
            ),
        ),
    ),
    _lacks("Name the survey", _made(_YES, change=_no_title)),
    _lacks("Add a question first: there is nothing to answer yet", _made()),
    _lacks("Choose whom the survey asks", _made(_YES, change=_no_part)),
    _lacks(
        "For a family its guardians answer: ask them, or everybody for oneself", _made(_YES, change=_pupils)
    ),
    _lacks("Give a later moment, within a year", _made(_YES, change=_over)),
    _lacks("Write what is asked", _made(_YES, change=_no_question_title)),
    _lacks("Give at least two answers to choose from", _made(_ONE)),
    _lacks("Two answers are the same", _made(_ONE, change=_words("Музей\nмузей"))),
    _lacks("Give at least two columns", _made(QuestionKind.MATRIX, change=_words("Строка"))),
    _lacks("An answer has no picture", _made(QuestionKind.PICTURE, change=_bare_picture)),
    _lacks(
        "More is to be chosen than there is",
        _made(
            QuestionKind.SEVERAL,
            change=lambda session, cast, survey: (
                _lines(session, cast, survey, "Музей\nЛес"),
                setattr(questions.built(session, survey).questions[0], "least", 3),
            )[0],
        ),
    ),
    _lacks(
        "A file shows who sent it: an anonymous survey asks for none",
        _made(QuestionKind.FILE, anonymous=True),
    ),
    Page(
        SurveyActsState,
        WHO,
        _made(_YES, change=_grade_11),
        (refused("Choose whom the survey asks: nobody is among those chosen today", _SEND),),
    ),
    Page(
        SurveyActsState,
        WHO,
        _made(_YES, change=_closed, anonymous=True),
        (
            refused(
                "An anonymous survey is not opened again: later answers would be told from earlier ones",
                do("reopen", form={}),
            ),
        ),
    ),
    Page(
        SurveyActsState,
        WHO,
        _made(_YES, change=_hour_passed),
        (refused("This moment has passed: give a later one, or none", _SEND),),
    ),
    Page(
        SurveyActsState,
        WHO,
        _made(_YES, change=_reminded),
        (refused("They were reminded lately: again after {n} hours", do("remind")),),
    ),
    Page(
        SurveyActsState,
        WHO,
        _made(_YES),
        (
            refused("This is the copy", do("copy_survey")),
            refused("The draft is thrown away", do("throw_away")),
        ),
    ),
)
"""What is refused; at the end what is told when it is done."""
