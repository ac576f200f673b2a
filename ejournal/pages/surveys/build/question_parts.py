"""The open question: its words, its kind, what may be chosen, when it is shown."""

import reflex as rx

from ejournal import limits
from ejournal.models import OptionAxis, QuestionKind
from ejournal.pages.surveys.build import rule_parts
from ejournal.pages.surveys.build.rows import OptionRow, QuestionRow
from ejournal.pages.surveys.build.rule_state import SurveyRuleState
from ejournal.pages.surveys.build.state import LINES, PICTURES, BuildSurveyState
from ejournal.services.surveys.questions import MOST_OPTIONS
from ejournal.ui import kit
from ejournal.ui.components.sent import file_field
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.surveys import KINDS
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import no, some, text_of

State = BuildSurveyState
FORM = State.form
DRAFT = f"survey-question:{FORM.id}:"
LISTED = (QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.ORDER)
COUNTED = (QuestionKind.SEVERAL, QuestionKind.PICTURE)
WITH_OTHER = (QuestionKind.ONE, QuestionKind.SEVERAL)
SHUFFLED = (*LISTED, QuestionKind.PICTURE, QuestionKind.MATRIX)


def opened(one: QuestionRow) -> rx.Component:
    """The question, open in its place."""
    errors = SessionState.errors
    kinds = [(kind.value, t(words)) for kind, words in KINDS.items()]
    return rx.el.div(
        rx.el.div(
            rx.el.span(one.number, class_name="survey-number"),
            kit.text_field(
                "question",
                t("Question"),
                default_value=FORM.title,
                error=errors["question"],
                limit=limits.SURVEY_QUESTION,
                draft=DRAFT + "title",
                on_save=lambda words, base: State.keep_text(FORM.id, "title", words, base),
                auto_complete="off",
            ),
            kit.icon_button("chevron-up", t("Fold the question"), State.open_question(one.id)),
            class_name="survey-open-head",
        ),
        rx.el.div(
            kit.select(kinds, FORM.kind, State.choose_kind, t("Kind")),
            rx.cond(
                FORM.kind != QuestionKind.SECTION.value,
                kit.check(t("Required"), FORM.required, lambda on: State.set_flag(FORM.id, "required", on)),
            ),
            kit.field_error("kind", errors["kind"]),
            class_name="toolbar",
        ),
        _answers(),
        rx.cond(_is(*SHUFFLED, *WITH_OTHER), _switches()),
        _rule(),
        kit.disclosure(
            t("Explanation beneath the question"),
            kit.text_area(
                "note",
                t("Explanation"),
                default_value=FORM.note,
                error=errors["note"],
                limit=limits.SURVEY_NOTE,
                draft=DRAFT + "note",
                on_save=lambda words, base: State.keep_text(FORM.id, "note", words, base),
                rows="2",
            ),
        ),
        _hand(one),
        key=FORM.key,
        class_name="survey-open stack",
    )


def _is(*kinds: QuestionKind) -> rx.Var[bool]:
    found: rx.Var[bool] = rx.Var.create([one.value for one in dict.fromkeys(kinds)]).contains(FORM.kind)
    return found


def _hand(one: QuestionRow) -> rx.Component:
    """What is done with the question as a whole."""
    return rx.el.div(
        kit.icon_button("arrow-up", t("Further up"), State.move(one.id, -1), disabled=one.first),
        kit.icon_button("arrow-down", t("Further down"), State.move(one.id, 1), disabled=one.last),
        rx.cond(
            FORM.may_depend & no(some(FORM.rule)),
            kit.button(
                t("Show not to everybody"),
                kind="quiet",
                icon="split",
                on_click=SurveyRuleState.start(FORM.id),
            ),
        ),
        kit.button(t("Copy"), kind="quiet", icon="copy", on_click=State.copy_question),
        kit.button(t("Remove"), kind="quiet", icon="trash-2", on_click=State.ask_remove(True)),
        class_name="survey-hand toolbar",
    )


# ------------------------------------------------------------------------------------------- answers


def _answers() -> rx.Component:
    return rx.fragment(
        rx.cond(_is(*LISTED), _lines(OptionAxis.ROW, t("Answers, each on a line"), FORM.lines)),
        rx.cond(
            _is(QuestionKind.MATRIX),
            rx.el.div(
                _lines(OptionAxis.ROW, t("Statements, each on a line"), FORM.lines),
                _lines(OptionAxis.COLUMN, t("Columns, each on a line"), FORM.columns),
                class_name="survey-two",
            ),
        ),
        rx.cond(_is(QuestionKind.PICTURE), _pictures()),
        rx.cond(_is(*COUNTED), _counts()),
        rx.cond(_is(QuestionKind.SCALE), _scale()),
        rx.cond(
            _is(QuestionKind.NUMBER),
            rx.el.div(
                _bound("low", t("Not less than"), FORM.low),
                _bound("high", t("Not more than"), FORM.high),
                class_name="survey-two",
            ),
        ),
        rx.cond(_is(*LISTED) & some(State.options) & no(State.survey.anonymous), _places()),
    )  # fmt: skip


def _lines(axis: OptionAxis, label: kit.Words, lines: str) -> rx.Component:
    name = "options" if axis is OptionAxis.ROW else "columns"
    return kit.text_area(
        name,
        label,
        default_value=lines,
        error=SessionState.errors[name],
        limit=LINES,
        draft=DRAFT + name,
        on_save=lambda words, base: State.keep_lines(FORM.id, axis.value, words, base),
        rows="4",
    )


def _counts() -> rx.Component:
    """How many may be chosen."""
    return rx.el.div(
        _count("least", t("Choose at least"), FORM.least),
        _count("most", t("Choose at most"), FORM.most),
        class_name="survey-two",
    )


def _count(field: str, label: kit.Words, value: str) -> rx.Component:
    return kit.text_field(
        field,
        label,
        default_value=value,
        error=SessionState.errors[field],
        draft=DRAFT + field,
        input_mode="numeric",
        on_save=lambda words, base: State.keep_count(FORM.id, field, words, base),
    )


def _bound(field: str, label: kit.Words, value: str) -> rx.Component:
    return kit.text_field(
        field,
        label,
        default_value=value,
        error=SessionState.errors[field],
        draft=DRAFT + field,
        input_mode="decimal",
        on_save=lambda words, base: State.keep_bound(FORM.id, field, words, base),
    )


def _scale() -> rx.Component:
    """From which number to which, and what the ends mean."""
    return rx.el.div(
        _bound("low", t("From"), FORM.low),
        _end("low_words", t("What the lowest means"), FORM.low_words),
        _bound("high", t("To"), FORM.high),
        _end("high_words", t("What the highest means"), FORM.high_words),
        class_name="survey-scale",
    )


def _end(field: str, label: kit.Words, value: str) -> rx.Component:
    return kit.text_field(
        field,
        label,
        default_value=value,
        error=SessionState.errors[field],
        limit=limits.SURVEY_END,
        draft=DRAFT + field,
        on_save=lambda words, base: State.keep_text(FORM.id, field, words, base),
    )


def _switches() -> rx.Component:
    return rx.el.div(
        rx.cond(
            _is(*WITH_OTHER),
            kit.check(
                t("An answer of one's own, too"), FORM.other, lambda on: State.set_flag(FORM.id, "other", on)
            ),
        ),
        rx.cond(
            _is(*SHUFFLED),
            kit.check(
                t("For everybody in another order"),
                FORM.shuffled,
                lambda on: State.set_flag(FORM.id, "shuffled", on),
            ),
        ),
        class_name="toolbar",
    )


def _places() -> rx.Component:
    """How many may choose each answer; folded, for few surveys count places."""
    return kit.disclosure(
        t("Places for each answer"),
        rx.el.div(rx.foreach(State.options, _place), class_name="survey-places"),
        kit.field_error("places", SessionState.errors["places"]),
    )


def _place(one: OptionRow) -> rx.Component:
    return rx.cond(
        one.title != "",
        kit.text_field(
            f"places-{one.id}",
            one.title,
            default_value=one.places,
            draft=f"survey-option:{one.id}:places",
            placeholder=t("any number"),
            input_mode="numeric",
            on_save=lambda words, base: State.keep_places(one.id, words, base),
        ),
    )


# ------------------------------------------------------------------------------------------ pictures


def _pictures() -> rx.Component:
    """The pictures with what they are called and what is on them; a field for more."""
    return rx.fragment(
        rx.cond(some(State.options), rx.el.div(rx.foreach(State.options, _tile), class_name="survey-tiles")),
        kit.field_error("options", SessionState.errors["options"]),
        rx.el.form(
            file_field(PICTURES, draft=DRAFT + PICTURES, most=MOST_OPTIONS),
            kit.field_error(PICTURES, SessionState.errors[PICTURES]),
            kit.button(t("Add the pictures"), icon="image-plus", submit=True),
            on_submit=State.add_pictures,
            class_name="stack stack-tight",
        ),
    )


def _tile(one: OptionRow) -> rx.Component:
    draft = f"survey-option:{one.id}:"
    return rx.el.div(
        rx.cond(
            one.picture != "",
            rx.el.img(src=one.picture, alt=one.alt),
            rx.el.span(kit.icon("image-off"), class_name="survey-no-picture"),
        ),
        kit.text_field(
            f"title-{one.id}",
            t("Caption"),
            default_value=one.title,
            limit=limits.SURVEY_OPTION,
            draft=draft + "title",
            on_save=lambda words, base: State.keep_option(one.id, "title", words, base),
        ),
        kit.text_field(
            f"alt-{one.id}",
            t("What is on the picture"),
            default_value=one.alt,
            limit=limits.SURVEY_ALT,
            draft=draft + "alt",
            on_save=lambda words, base: State.keep_option(one.id, "alt", words, base),
        ),
        rx.cond(
            one.alt == "",
            rx.el.p(
                kit.icon("pencil", 16), t("add a description for those who do not see it"),
                class_name="survey-missing small",
            ),
        ),
        rx.cond(
            no(State.survey.anonymous),
            kit.text_field(
                f"places-{one.id}",
                t("Places"),
                default_value=one.places,
                draft=draft + "places",
                placeholder=t("any number"),
                input_mode="numeric",
                on_save=lambda words, base: State.keep_places(one.id, words, base),
            ),
        ),
        rx.el.div(
            kit.icon_button("arrow-left", t("Further forward"), State.move_option(one.id, -1)),
            kit.icon_button("arrow-right", t("Further back"), State.move_option(one.id, 1)),
            kit.icon_button("trash-2", t("Remove the picture"), State.remove_option(one.id)),
            class_name="survey-hand toolbar",
        ),
        key=text_of(one.id),
        class_name="survey-tile",
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------- rule


def _rule() -> rx.Component:
    """When the question is shown, as a sentence; nothing where it always is."""
    return rx.cond(
        some(FORM.rule),
        rx.el.div(
            kit.icon("split", 18),
            rx.el.span(rule_parts.sentence(FORM.rule)),
            kit.button(t("Change the rule"), kind="quiet", on_click=SurveyRuleState.start(FORM.id)),
            class_name="survey-rule",
        ),
    )


def dialogs() -> rx.Component:
    """Asks before the question goes, and when it is shown."""
    return rx.fragment(
        kit.confirm(
            is_open=State.removing,
            on_close=State.ask_remove(False),
            on_confirm=State.remove_question,
            title=t("Remove the question?"),
            text=rx.fragment(
                "«",
                FORM.title,
                "»: ",
                t("it is asked no more. Answers that were given to it stay in the results."),
            ),
            confirm_label=t("Remove"),
        ),
        rule_parts.dialog(),
    )
