"""Parts of writing to many: to whom, what, what of it is kept."""

import reflex as rx

from ejournal import limits
from ejournal.models import MessageAsks
from ejournal.pages.messages.write_rows import AttachedRow, FieldRow, TemplateRow
from ejournal.pages.messages.write_state import FILES_DRAFT, TITLE_DRAFT, WORDS_DRAFT, WriteMessageState
from ejournal.services.messages.drafts import MOST_FILES
from ejournal.ui import kit
from ejournal.ui.components.sent import file_field
from ejournal.ui.frame.audience import audience
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.messages import ASKS
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, some

State = WriteMessageState
AT_HAND = State.at_hand
FORM = "message-form"


def writing() -> rx.Component:
    """To whom and what."""
    return kit.stack(_to_whom(), _what(), _foot())


def _to_whom() -> rx.Component:
    return kit.sheet(
        kit.sheet_body(
            audience(State),
            _kept_choices(),
            rx.el.p(
                rx.el.b(State.count),
                rx.cond(State.unreached != "", rx.fragment(", ", State.unreached)),
                role="status",
                class_name="message-count",
            ),
        ),
        title=t("To whom"),
    )


def _kept_choices() -> rx.Component:
    return rx.el.div(
        rx.foreach(as_list(AT_HAND.choices, Choice), _kept_choice),
        rx.cond(
            some(State.parts),
            kit.button(
                t("Keep as a list"), kind="quiet", icon="save", on_click=State.start_keeping("choice")
            ),
        ),
        class_name="toolbar",
    )


def _kept_choice(one: Choice) -> rx.Component:
    return rx.el.span(
        rx.el.button(
            kit.icon("users", 16),
            one.label,
            type="button",
            on_click=State.use_choice(one.value),
            class_name="chip",
        ),
        kit.icon_button("x", t("Delete the list"), State.drop_choice(one.value)),
        class_name="message-kept",
    )


def _what() -> rx.Component:
    errors = SessionState.errors
    return kit.sheet(
        kit.sheet_body(
            _templates(),
            rx.el.form(
                kit.text_field(
                    "title",
                    t("Heading"),
                    default_value=State.title,
                    error=errors["title"],
                    limit=limits.MESSAGE_TITLE,
                    draft=TITLE_DRAFT,
                    on_save=State.keep_title,
                    auto_complete="off",
                ),
                kit.text_area(
                    "words",
                    t("Text"),
                    default_value=State.words,
                    error=errors["words"],
                    limit=limits.MESSAGE,
                    draft=WORDS_DRAFT,
                    on_save=State.keep_words,
                    rows="8",
                ),
                _fields(),
                _files(),
                _asks(),
                rx.el.div(
                    kit.text_field(
                        "send_at",
                        t("Send on"),
                        kind="datetime-local",
                        default_value=State.send_at,
                        error=errors["send_at"],
                        hint=t("Empty: at once"),
                    ),
                    rx.el.label(
                        rx.el.input(type="checkbox", name="urgent", default_checked=State.urgent),
                        rx.el.span(t("Urgent: a fire, a day without school")),
                        class_name="check",
                    ),
                    class_name="message-when",
                ),
                id=FORM,
                key=f"{FORM}-{State.form}",
                on_submit=State.review,
                class_name="stack",
            ),
        ),
        title=t("What"),
        aside=kit.button(
            t("Keep as a text"), kind="quiet", icon="save", on_click=State.start_keeping("text")
        ),
    )


def _templates() -> rx.Component:
    return rx.cond(
        some(AT_HAND.texts),
        kit.disclosure(
            t("Kept texts"),
            rx.el.div(rx.foreach(as_list(AT_HAND.texts, TemplateRow), _template), class_name="toolbar"),
        ),
    )


def _template(one: TemplateRow) -> rx.Component:
    return rx.el.span(
        rx.el.button(
            one.title,
            rx.cond(one.note != "", rx.el.span(one.note, class_name="soft small")),
            type="button",
            on_click=State.use_template(one.id),
            class_name="chip",
        ),
        rx.cond(one.is_own, kit.icon_button("x", t("Delete the text"), State.drop_template(one.id))),
        class_name="message-kept",
    )


def _fields() -> rx.Component:
    """Puts a field where the cursor stands; beside each what it would say of a girl called Anna."""
    return kit.disclosure(
        t("Fields for the name, the class and the day"),
        rx.el.div(
            rx.foreach(as_list(AT_HAND.fields, FieldRow), _field),
            class_name="chips",
            role="group",
            aria_label=t("Fields for the name, the class and the day"),
        ),
    )


def _field(one: FieldRow) -> rx.Component:
    script = (
        f"(() => {{ const box = document.getElementById('field-words'); box.focus();"
        f" box.setRangeText('{one.field}', box.selectionStart, box.selectionEnd, 'end');"
        f" box.dispatchEvent(new Event('input', {{ bubbles: true }})) }})()"
    )
    return rx.el.button(
        one.field,
        rx.el.span(one.sample, class_name="soft small"),
        type="button",
        on_click=rx.call_script(rx.Var.create(script)),
        class_name="chip",
    )


def _files() -> rx.Component:
    """What is attached already, each to be taken off, and a field for more."""
    return kit.stack(
        rx.cond(
            some(State.attached),
            rx.el.div(
                rx.foreach(State.attached, _file), class_name="chips", role="group", aria_label=t("Attached")
            ),
        ),
        file_field("files", draft=FILES_DRAFT, most=MOST_FILES),
        kit.field_error("files", SessionState.errors["files"]),
        tight=True,
    )


def _file(one: AttachedRow) -> rx.Component:
    return rx.el.button(
        rx.el.span(t("Remove the file"), " ", class_name="sr-only"),
        rx.el.span(one.name, dir="auto", class_name="clip"),
        kit.icon("x", 16),
        type="button",
        on_click=State.drop_file(one.key),
        class_name="chip",
    )


def _asks() -> rx.Component:
    errors = SessionState.errors
    asks = [(one.value, t(words)) for one, words in ASKS.items()]
    return rx.fragment(
        rx.el.fieldset(
            rx.el.legend(t("What is asked")),
            kit.segmented(asks, State.asks, State.choose_asks, t("What is asked")),
            class_name="form-part",
        ),
        rx.cond(
            State.asks == MessageAsks.ANSWER.value,
            kit.text_area(
                "options",
                t("Answers, each on a line"),
                default_value=rx.cond(State.options != "", State.options, t("Yes\nNo")),
                error=errors["options"],
                limit=limits.MESSAGE_OPTIONS,
                rows="3",
            ),
        ),
        rx.cond(
            State.asks != MessageAsks.NOTHING.value,
            kit.text_field(
                "until",
                t("Answers until"),
                kind="datetime-local",
                default_value=State.until,
                error=errors["until"],
                hint=t("Until then everybody may answer otherwise. Empty: without an end"),
            ),
        ),
    )


def _foot() -> rx.Component:
    return rx.el.div(
        kit.button(t("Further: look at it"), kind="primary", submit=True, form=FORM),
        kit.button(t("Throw the draft away"), kind="quiet", icon="trash-2", on_click=State.throw_away),
        class_name="toolbar",
    )


def keeping() -> rx.Component:
    """Asks under which name a text, or to whom it is, is kept."""
    errors = SessionState.errors
    return rx.fragment(
        kit.form_dialog(
            kit.text_field(
                "title",
                t("Name"),
                default_value=State.title,
                error=errors["title"],
                limit=limits.MESSAGE_TITLE,
                required=True,
            ),
            rx.cond(
                some(State.offered.roles),
                rx.el.label(
                    rx.el.input(type="checkbox", name="of_school"),
                    rx.el.span(t("For everybody in the school who writes")),
                    class_name="check",
                ),
            ),
            kit.field_error("words", errors["words"]),
            name="message-text",
            on_submit=State.keep_template,
            is_open=State.keeping == "text",
            on_close=State.stop_keeping,
            title=t("Keep the text"),
            save=t("Save"),
        ),
        kit.form_dialog(
            kit.text_field(
                "choice",
                t("Name"),
                default_value="",
                error=errors["choice"],
                limit=limits.MESSAGE_TITLE,
                required=True,
            ),
            name="message-choice",
            on_submit=State.keep_choice,
            is_open=State.keeping == "choice",
            on_close=State.stop_keeping,
            title=t("Keep as a list"),
            note=t("A list follows the school: whoever comes into a class is in it."),
            save=t("Save"),
        ),
    )
