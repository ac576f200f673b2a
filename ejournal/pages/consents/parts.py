"""Parts of the documents' page: purposes, the draft's form, what is read and asked before an act."""

import reflex as rx

from ejournal import limits
from ejournal.pages.consents.rows import PurposeRow, VersionRow
from ejournal.pages.consents.state import CLOSE, DROP, PUBLISH, READ, ConsentTextsState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = ConsentTextsState


def acts() -> rx.Component:
    """A new purpose."""
    return rx.cond(
        State.can_write, kit.button(t("New purpose"), kind="primary", icon="plus", on_click=State.open_new)
    )


def purposes() -> rx.Component:
    """The purposes that people are asked about or will be, closed ones last."""
    return rx.fragment(
        rx.cond(
            some(State.purposes),
            rx.foreach(State.purposes, _purpose),
            kit.empty_state(
                t("No purposes yet"),
                t("Each purpose is a document of its own: people agree to each apart."),
                icon="file-check",
            ),
        ),
        rx.cond(
            some(State.closed),
            kit.disclosure(t("Closed purposes"), kit.stack(rx.foreach(State.closed, _purpose))),
        ),
    )


def _purpose(one: PurposeRow) -> rx.Component:
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(one.note, class_name="soft"),
            rx.el.p(rx.el.strong(t("Who does not agree:")), " ", one.refusal),
            rx.el.p(one.governs, class_name="soft small"),
            rx.cond(
                State.can_write & one.is_sample,
                kit.callout(
                    t(
                        "This is a sample. Look through it with whoever answers for personal data at the "
                        "school, fill in what stands in square brackets, and publish it."
                    ),
                    tone="amber",
                ),
            ),
        ),
        rx.cond(some(one.versions), kit.rows(rx.foreach(one.versions, lambda each: _version(one, each)))),
        rx.cond(State.can_write & ~one.closed, _acts(one)),
        title=one.name,
        aside=kit.badge(one.state, one.tone),
    )


def _version(one: PurposeRow, each: VersionRow) -> rx.Component:
    end = rx.cond(each.in_force, kit.badge(t("in force"), "green"))
    return kit.row(each.title, each.note, end=end, on_click=State.read(one.id, each.id), wrap=True)


def _acts(one: PurposeRow) -> rx.Component:
    close = kit.button(t("Close the purpose"), kind="quiet", on_click=State.ask_to_close(one.id))
    return rx.el.div(
        rx.cond(
            one.has_draft,
            rx.fragment(
                rx.el.span(one.draft, class_name="soft"),
                kit.button(t("Change the draft"), icon="pencil", on_click=State.open_draft(one.id)),
                kit.button(t("Publish…"), kind="primary", on_click=State.ask_to_publish(one.id)),
                kit.button(t("Throw away"), kind="quiet", on_click=State.ask_to_drop(one.id)),
            ),
            kit.button(t("New version"), icon="pencil", on_click=State.open_draft(one.id)),
        ),
        rx.cond(one.published, close),
        class_name="consent-acts no-print",
    )


def draft() -> rx.Component:
    """The form of a draft."""
    one, errors = State.draft, SessionState.errors
    return kit.form_dialog(
        rx.cond(
            one.id == "",
            kit.text_field(
                "name", t("Purpose in short"), limit=limits.CONSENT_PURPOSE, required=True,
                hint=t("For example: School meals. It stands in the register."), error=errors["name"],
            ),
        ),
        kit.text_field(
            "title", t("Title of the document"), limit=limits.CONSENT_TITLE, required=True,
            default_value=one.title, error=errors["title"],
        ),
        kit.text_area(
            "text", t("Text"), limit=limits.CONSENT_TEXT, default_value=one.text, error=errors["text"],
            hint=t(
                "Plain paragraphs: which data, what for, what is done with them, for how long, how to take "
                "it back."
            ),
            rows="12",
        ),
        kit.text_area(
            "refusal", t("What refusal means"), limit=limits.CONSENT_REFUSAL, default_value=one.refusal,
            error=errors["refusal"], hint=t("Stands beside the question and before taking back."), rows="3",
        ),
        rx.el.fieldset(
            rx.el.legend(t("Who is asked")),
            _tick("asks_children", t("Guardians for each child"), one.asks_children),
            _tick("asks_adults", t("Pupils of age for themselves"), one.asks_adults),
            _tick("asks_staff", t("Staff for themselves"), one.asks_staff),
            kit.field_error("whom", errors["whom"]),
            class_name="ticks",
        ),
        _tick("required", t("Needed by law or contract"), one.required),
        name="consent-draft",
        on_submit=State.save,
        is_open=State.writing,
        on_close=State.close_dialog,
        title=rx.cond(one.id == "", t("New purpose"), one.name),
        fresh=f"consent-draft-{State.form}",
        save=t("Keep the draft"),
    )  # fmt: skip


def _tick(name: str, words: kit.Words, value: bool) -> rx.Component:
    box = rx.el.input(type="checkbox", name=name, default_checked=value)
    return rx.el.label(box, rx.el.span(words), class_name="check")


def dialogs() -> rx.Component:
    """What is read, and what is asked before an act."""
    return rx.fragment(draft(), _reading(), _publishing(), _dropping(), _closing())


def _text() -> rx.Component:
    one = State.reading
    return rx.fragment(
        kit.marked_text(one.paragraphs),
        kit.callout(one.refusal, title=t("Who does not agree:")),
        rx.cond(
            one.whole_hash != "",
            rx.el.p(
                t("Hash of the text"), " ", rx.el.code(one.whole_hash), class_name="soft small consent-hash"
            ),
        ),
    )


def _reading() -> rx.Component:
    return kit.dialog(
        _text(),
        is_open=State.dialog == READ,
        on_close=State.close_dialog,
        title=State.reading.title,
        note=State.reading.note,
        foot=[kit.button(t("Close"), on_click=State.close_dialog)],
        wide=True,
    )


def _publishing() -> rx.Component:
    options = [
        ("lapse", t("Former consents lapse today")),
        ("keep", t("Former consents hold on until people answer")),
    ]
    chosen = rx.cond(State.keeps_former, "keep", "lapse")
    return kit.dialog(
        rx.cond(
            State.reading.has_gaps,
            kit.callout(t("Fill in what stands in square brackets first"), tone="amber"),
        ),
        _text(),
        rx.cond(
            State.published,
            kit.stack(
                kit.chips(options, chosen, State.choose_former, t("What becomes of former consents")),
                rx.el.p(
                    t(
                        "Everybody is asked again either way. Refusals of the former version are asked again "
                        "too."
                    ),
                    class_name="soft small",
                ),
            ),
        ),
        is_open=State.dialog == PUBLISH,
        on_close=State.close_dialog,
        title=State.reading.title,
        note=State.reading.note,
        foot=[
            kit.button(t("Cancel"), on_click=State.close_dialog),
            rx.cond(
                State.reading.has_gaps,
                kit.button(
                    t("Change the draft"),
                    kind="primary",
                    icon="pencil",
                    on_click=State.open_draft(State.asked_id),
                ),
                kit.button(t("Publish and ask everybody"), kind="primary", on_click=State.publish),
            ),
        ],
        wide=True,
    )


def _dropping() -> rx.Component:
    return kit.confirm(
        is_open=State.dialog == DROP,
        on_close=State.close_dialog,
        on_confirm=State.drop,
        title=t("Throw the draft away?"),
        text=State.purpose,
        confirm_label=t("Throw away"),
    )


def _closing() -> rx.Component:
    return kit.confirm(
        is_open=State.dialog == CLOSE,
        on_close=State.close_dialog,
        on_confirm=State.close,
        title=t("Close the purpose?"),
        text=rx.fragment(
            rx.el.strong(State.purpose), ". ",
            t("Nobody is asked any more, and given consents lapse today. All of it stays in the register."),
        ),
        confirm_label=t("Close the purpose"),
    )  # fmt: skip
