"""Surveys: what is asked of whom, who may answer for whom, and what was said."""

from ejournal.models.surveys.answers import (
    SurveyAnswer,
    SurveyReader,
    SurveySealed,
    SurveySeat,
    SurveySeatChild,
)
from ejournal.models.surveys.questions import (
    OptionAxis,
    QuestionKind,
    RuleKind,
    SurveyOption,
    SurveyQuestion,
    SurveyRule,
)
from ejournal.models.surveys.surveys import (
    ResultsWhen,
    ResultsWhom,
    Survey,
    SurveyAuthor,
    SurveyPart,
    SurveyPer,
    SurveyState,
)

__all__ = [
    "OptionAxis",
    "QuestionKind",
    "ResultsWhen",
    "ResultsWhom",
    "RuleKind",
    "Survey",
    "SurveyAnswer",
    "SurveyAuthor",
    "SurveyOption",
    "SurveyPart",
    "SurveyPer",
    "SurveyQuestion",
    "SurveyReader",
    "SurveyRule",
    "SurveySealed",
    "SurveySeat",
    "SurveySeatChild",
    "SurveyState",
]
