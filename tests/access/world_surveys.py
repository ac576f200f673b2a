"""Surveys of the matrix's world: an open one, a draft, a closed one, one of the other school."""

from ejournal import clock
from ejournal.models import PartKind, QuestionKind, Whom
from ejournal.services.audience.parts import Part
from ejournal.services.surveys import authors, keeping, opening, options, questions
from ejournal.services.surveys.questions import built
from tests.cast import Cast

TITLE = "Опрос «{}»"
KEEPERS = {"6b": "class_teacher", "draft": "deputy", "whole": "deputy", "closed": "deputy", "b": "teacher_b"}
Numbers = dict[str, int]


def plant_surveys(cast: Cast) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """By name the surveys; the first and the second question of each; the first option of the second."""
    surveys = {name: _survey(cast, name, who) for name, who in KEEPERS.items()}
    session, now = cast.session, clock.now()
    for name in ("6b", "closed", "b"):
        opening.send(session, cast.actor(KEEPERS[name]), surveys[name], now)
    opening.close(session, cast.actor("deputy"), surveys["closed"], now)
    authors.add_author(session, cast.actor("deputy"), surveys["closed"], cast.id_of("admin"), now)
    first, second, option = {}, {}, {}
    for name, number in surveys.items():
        has = built(session, keeping.own_survey(session, cast.actor(KEEPERS[name]), number))
        first[name] = has.questions[0].id or 0
        second[name] = has.questions[1].id or 0
        option[name] = has.options_of(has.questions[1])[0].id or 0
    return surveys, first, second, option


def _survey(cast: Cast, name: str, who: str) -> int:
    session, actor, now = cast.session, cast.actor(who), clock.now()
    number = keeping.begin(session, actor, now, TITLE.format(name)).id or 0
    keeping.parts_of(session, keeping.own_survey(session, actor, number)).replace()
    place = "6b_b" if name == "b" else "6b"
    keeping.add_part(session, actor, number, Part(PartKind.CLASS, str(cast.classes[place].id)), now)
    whom = Whom.PUPILS if name == "b" else Whom.GUARDIANS
    keeping.set_whom(session, actor, number, whom, now)
    if name == "b":
        keeping.set_up(session, actor, number, keeping.Setup(per=keeping.SurveyPer.PERSON), now)
    for kind, title in (
        (QuestionKind.YES_NO, "Едете?"),
        (QuestionKind.ONE, "Куда?"),
        (QuestionKind.DATE, "Когда?"),
    ):
        question = questions.add_question(session, actor, number, kind, now)
        questions.change_question(session, actor, question.id or 0, now, title=title)
        if kind is QuestionKind.ONE:
            options.put_lines(session, actor, question.id or 0, "Музей\nЛес", now)
    return number
