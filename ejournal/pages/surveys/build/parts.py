"""The builder: the line above the questions, the list of them, how a family sees the open one."""

import reflex as rx

from ejournal import limits
from ejournal.models import QuestionKind
from ejournal.pages.surveys.build import question_parts, rule_parts
from ejournal.pages.surveys.build.rows import QuestionRow, Tile
from ejournal.pages.surveys.build.setup_state import ASKS, AUTHORS, SurveySetupState
from ejournal.pages.surveys.build.state import BuildSurveyState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.surveys import ICONS, KINDS
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, no, some, text_of

State = BuildSurveyState
HEAD = State.survey


def above() -> rx.Component:
    """Whom the survey asks, for whom one answer counts, until when, who sees names."""
    return rx.fragment(
        rx.el.div(
            rx.el.div(
                _fact("users", rx.cond(HEAD.whom != "", rx.el.b(HEAD.whom), _missing())),
                _fact("house", HEAD.per),
                _fact("calendar-clock", HEAD.until),
                _fact("user-check", HEAD.names),
                class_name="survey-facts",
            ),
            kit.button(
                t("Change"), kind="quiet", icon="sliders-horizontal", on_click=SurveySetupState.start(ASKS)
            ),
            kit.button(
                t("Who keeps it"), kind="quiet", icon="users", on_click=SurveySetupState.start(AUTHORS)
            ),
            class_name="survey-line",
        ),
        rx.cond(HEAD.has_answers & no(State.sure), _answers_came()),
        rx.cond(no(HEAD.changes), _closed()),
    )


def _missing() -> rx.Component:
    return rx.el.b(t("Nobody chosen yet"), class_name="survey-missing")


def _fact(icon: str, words: kit.Part) -> rx.Component:
    return rx.el.span(kit.icon(icon, 18), words, class_name="survey-fact")


def _answers_came() -> rx.Component:
    return kit.callout(
        HEAD.answers_came,
        tone="amber",
        action=kit.button(t("Change the questions"), on_click=State.agree),
    )


def _closed() -> rx.Component:
    return kit.callout(t("The survey is closed: open it again to change its questions"))


# ----------------------------------------------------------------------------------------- questions


def questions() -> rx.Component:
    """The name, the first words, all questions; one of them open in its place."""
    errors = SessionState.errors
    draft = f"survey:{HEAD.id}:"
    return kit.sheet(
        rx.el.div(
            kit.text_field(
                "title",
                t("Name of the survey"),
                default_value=HEAD.title,
                error=errors["title"],
                limit=limits.SURVEY_TITLE,
                draft=draft + "title",
                on_save=State.keep_title,
                auto_complete="off",
            ),
            kit.disclosure(
                t("What is read first"),
                kit.text_area(
                    "intro",
                    t("A few words before the questions"),
                    default_value=HEAD.intro,
                    error=errors["intro"],
                    limit=limits.SURVEY_INTRO,
                    draft=draft + "intro",
                    on_save=State.keep_intro,
                    rows="3",
                ),
            ),
            class_name="survey-name",
        ),
        rx.cond(
            some(State.questions),
            rx.el.ol(rx.foreach(State.questions, _question), class_name="survey-list"),
            _no_questions(),
        ),
        kit.field_error("questions", errors["questions"]),
        rx.cond(HEAD.changes, _adding()),
    )


def _no_questions() -> rx.Component:
    return kit.empty_state(
        t("No questions yet"),
        t("Choose below how the first one is answered."),
        icon="circle-help",
    )


def _question(one: QuestionRow) -> rx.Component:
    is_open = State.form.id == one.id
    return rx.el.li(
        rx.cond(is_open, question_parts.opened(one), _folded(one)),
        class_name=rx.cond(is_open, "survey-question is-unfolded", "survey-question"),
        key=text_of(one.id),
    )


def _folded(one: QuestionRow) -> rx.Component:
    return rx.el.button(
        rx.el.span(one.number, class_name="survey-number"),
        rx.el.span(
            rx.el.span(
                rx.cond(one.title != "", one.title, t("Without words yet")),
                class_name=rx.cond(
                    one.kind == QuestionKind.SECTION.value, "survey-title is-section", "survey-title"
                ),
            ),
            rx.cond(one.required, rx.el.span(t("required"), class_name="soft small")),
            rx.cond(one.lacks, kit.badge(t("To be finished"), "amber")),
            rx.cond(
                some(one.rule), rx.el.span(rule_parts.sentence(one.rule), class_name="survey-rule-line small")
            ),
            class_name="survey-words",
        ),
        rx.el.span(kind_icon(one.kind), rx.el.span(one.kind_words), class_name="survey-kind soft small"),
        kit.icon("chevron-down", 18),
        type="button",
        aria_expanded=False,
        on_click=State.open_question(one.id),
        class_name="survey-folded",
    )


def kind_icon(kind: kit.Words) -> rx.Component:
    """The icon of a kind that comes with the data."""
    cases = [(one.value, kit.icon(name, 18)) for one, name in ICONS.items()]
    return rx.match(kind, *cases, kit.icon("circle", 18))


def _adding() -> rx.Component:
    """Every kind of question, each put in by a press."""
    return rx.el.div(
        rx.el.p(t("Add a question"), id="survey-adding", class_name="survey-adding-title"),
        rx.el.div(
            *(
                rx.el.button(
                    kit.icon(ICONS[kind], 18),
                    t(words),
                    type="button",
                    on_click=State.add_question(kind.value),
                    class_name="survey-add",
                )
                for kind, words in KINDS.items()
            ),
            role="group",
            aria_labelledby="survey-adding",
            class_name="survey-kinds",
        ),
        class_name="survey-adding",
    )


# ------------------------------------------------------------------------------------------- preview


def aside() -> rx.Component:
    """The open question as a family sees it on a phone."""
    shown = State.preview
    return rx.el.aside(
        rx.el.p(t("So a family sees it"), class_name="soft"),
        rx.cond(
            State.form.id > 0,
            rx.el.div(
                rx.cond(
                    shown.line != "",
                    kit.progress(shown.share, 100, shown.line),
                ),
                rx.el.p(
                    rx.cond(shown.title != "", shown.title, t("Without words yet")),
                    class_name="survey-phone-title",
                ),
                rx.cond(shown.note != "", rx.el.p(shown.note, class_name="soft")),
                rx.cond(shown.hint != "", rx.el.p(shown.hint, class_name="soft small")),
                _answer(),
                class_name="survey-phone",
            ),
            rx.el.div(
                rx.el.p(t("Open a question to see it here"), class_name="soft"), class_name="survey-phone"
            ),
        ),
        class_name="survey-aside",
        aria_label=t("So a family sees it"),
    )


def _answer() -> rx.Component:
    shown = State.preview
    tiles = as_list(shown.tiles, Tile)
    texts = {
        QuestionKind.SHORT_TEXT: "survey-phone-line",
        QuestionKind.LONG_TEXT: "survey-phone-text",
        QuestionKind.NUMBER: "survey-phone-line is-short",
        QuestionKind.DATE: "survey-phone-line is-short",
    }
    lists = rx.el.ul(rx.foreach(tiles, _tile), class_name="survey-phone-tiles")
    return rx.match(
        shown.kind,
        *((kind.value, rx.el.div(class_name=name)) for kind, name in texts.items()),
        (QuestionKind.SECTION.value, rx.fragment()),
        (
            QuestionKind.FILE.value,
            rx.el.div(kit.icon("paperclip", 18), t("Attach a file"), class_name="survey-phone-tile"),
        ),
        (
            QuestionKind.SCALE.value,
            rx.el.div(
                rx.el.ul(rx.foreach(tiles, lambda one: rx.el.li(one.label)), class_name="survey-phone-scale"),
                rx.el.div(rx.el.span(shown.low), rx.el.span(shown.high), class_name="survey-phone-ends"),
            ),
        ),
        (
            QuestionKind.PICTURE.value,
            rx.el.ul(rx.foreach(tiles, _picture), class_name="survey-phone-pictures"),
        ),
        (
            QuestionKind.MATRIX.value,
            rx.el.div(rx.foreach(tiles, _statement), class_name="survey-phone-tiles"),
        ),
        lists,
    )


def _tile(one: Tile) -> rx.Component:
    return rx.el.li(
        one.label,
        rx.cond(one.note != "", rx.el.span(one.note, class_name="soft small")),
        class_name="survey-phone-tile",
    )


def _picture(one: Tile) -> rx.Component:
    return rx.el.li(
        rx.cond(
            one.picture != "", rx.el.img(src=one.picture, alt=""), rx.el.span(class_name="survey-no-picture")
        ),
        rx.el.span(one.label),
        rx.cond(one.note != "", rx.el.span(one.note, class_name="soft small")),
        class_name="survey-phone-picture",
    )


def _statement(one: Tile) -> rx.Component:
    return rx.el.div(
        rx.el.p(one.label),
        rx.el.ul(
            rx.foreach(as_list(State.preview.columns, str), rx.el.li),
            class_name="survey-phone-scale",
        ),
        class_name="survey-phone-statement",
    )
