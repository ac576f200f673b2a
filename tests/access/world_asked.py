"""Surveys of the world of the matrix that are answered: of families, without names, of the other school."""

from ejournal.models import QuestionKind, ResultsWhom, RuleKind
from tests.cast import Cast
from tests.services.surveys.answer_helpers import Asked, Made, answer, asked_family, make_survey, seat

ASKED = "Вопросы «{}»"
ASKED_OF = ("named", "secret", "seen", "b")
QUESTIONS = (
    Asked(QuestionKind.ONE, "Куда", ("Музей", "Лес")),
    Asked(QuestionKind.SHORT_TEXT, "Почему", rule=("Куда", RuleKind.HAS, ("Лес",))),
)


def plant_asked(cast: Cast) -> dict[str, Made]:
    """By name: with names, without, with results for who has answered (Анна's mother has), of school B."""
    session = cast.session
    found = {
        "named": asked_family(cast, *QUESTIONS, title=ASKED.format("named")),
        "secret": asked_family(cast, *QUESTIONS, title=ASKED.format("secret"), anonymous=True),
        "seen": asked_family(cast, *QUESTIONS, title=ASKED.format("seen"), results_whom=ResultsWhom.ANSWERED),
    }
    answer(cast, found["seen"], "guardian", Куда={"options": ["Лес"]})
    author = cast.actor("teacher_b")
    other = make_survey(session, author.school_id, author.person_id, *QUESTIONS, title=ASKED.format("b"))
    other.seats["pupil_b"] = seat(session, author.school_id, other.id, [cast.id_of("pupil_b")])
    return found | {"b": other}
