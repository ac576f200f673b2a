"""Surveys in words: kinds of questions, for whom an answer counts, where a survey stands."""

from ejournal.models import QuestionKind, ResultsWhen, ResultsWhom, RuleKind, SurveyPer, SurveyState
from ejournal.services.surveys.templates import Template

KINDS = {
    QuestionKind.YES_NO: "Yes or no",
    QuestionKind.ONE: "One of a list",
    QuestionKind.SEVERAL: "Several of a list",
    QuestionKind.PICTURE: "Choice of a picture",
    QuestionKind.SCALE: "Scale",
    QuestionKind.MATRIX: "Table of statements",
    QuestionKind.ORDER: "Putting in order",
    QuestionKind.SHORT_TEXT: "A line of text",
    QuestionKind.LONG_TEXT: "Text",
    QuestionKind.NUMBER: "Number",
    QuestionKind.DATE: "Date",
    QuestionKind.FILE: "File",
    QuestionKind.SECTION: "Heading",
}
ICONS = {
    QuestionKind.YES_NO: "circle-check",
    QuestionKind.ONE: "circle-dot",
    QuestionKind.SEVERAL: "square-check",
    QuestionKind.PICTURE: "image",
    QuestionKind.SCALE: "sliders-horizontal",
    QuestionKind.MATRIX: "table",
    QuestionKind.ORDER: "arrow-up-down",
    QuestionKind.SHORT_TEXT: "text-cursor-input",
    QuestionKind.LONG_TEXT: "text",
    QuestionKind.NUMBER: "hash",
    QuestionKind.DATE: "calendar",
    QuestionKind.FILE: "paperclip",
    QuestionKind.SECTION: "heading",
}
PER = {
    SurveyPer.FAMILY: "One answer for a family",
    SurveyPer.CHILD: "One answer for each child",
    SurveyPer.PERSON: "Everybody answers for oneself",
}
STATES = {
    SurveyState.DRAFT: "Draft",
    SurveyState.WAITING: "Waits for its hour",
    SurveyState.OPEN: "Under way",
    SurveyState.CLOSED: "Closed",
}
TONES = {
    SurveyState.DRAFT: "soft",
    SurveyState.WAITING: "amber",
    SurveyState.OPEN: "accent",
    SurveyState.CLOSED: "soft",
}
RESULTS_WHEN = {
    ResultsWhen.LIVE: "While answers come",
    ResultsWhen.CLOSED: "When the survey is closed",
}
RESULTS_WHOM = {
    ResultsWhom.AUTHORS: "Who keeps the survey",
    ResultsWhom.ANSWERED: "And whoever has answered",
}
TEMPLATES = {
    Template.SATISFACTION: "What families think",
    Template.MEETING: "Date of a meeting",
    Template.MEALS: "Meals of the pupils",
    Template.CLUBS: "Choice of clubs",
    Template.TRIP: "Consent to a trip",
}
RULES = {
    RuleKind.YES: "was answered “yes”",
    RuleKind.NO: "was answered “no”",
    RuleKind.HAS: "one of these was chosen",
    RuleKind.HAS_NOT: "none of these was chosen",
    RuleKind.AT_LEAST: "was answered with at least",
}
