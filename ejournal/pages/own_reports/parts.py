"""Parts of a report of one's own: what is chosen, the table that comes of it, what is kept."""

import reflex as rx

from ejournal import limits
from ejournal.pages.own_reports.rows import CellRow, ColumnRow, HeadRow, KeptRow, LineRow
from ejournal.pages.own_reports.state import LEAST, MOST, OwnReportsState
from ejournal.ui import kit
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, some

State = OwnReportsState
OFFERED = State.offered


def files() -> rx.Component:
    """Keep it; the table as paper and as a spreadsheet."""
    named = f"?{State.query}&id={State.report_id}"
    return rx.fragment(
        rx.cond(
            State.is_own & (State.report_id != ""),
            rx.fragment(
                kit.button(t("Save"), icon="save", kind="primary", on_click=State.open_saving(False)),
                kit.folded(
                    "own-report",
                    kit.button(t("Save as a new one"), icon="copy", on_click=State.open_saving(True)),
                    kit.button(t("Delete"), icon="trash-2", on_click=State.ask_to_delete),
                ),
            ),
            kit.button(
                rx.cond(State.report_id != "", t("Copy to my reports"), t("Save")),
                icon="save",
                kind="primary",
                on_click=State.open_saving(True),
            ),
        ),
        kit.paper_button(t("Print"), f"/print/own-report.pdf{named}"),
        kit.link_button(t("Spreadsheet"), f"/print/own-report.xlsx{named}", icon="download", download=True),
    )


def kept() -> rx.Component:
    """The kept reports, own and shared, and the way to a new one."""
    return rx.cond(
        some(State.kept),
        rx.el.nav(
            kit.link(
                t("New report"),
                href="/reports/own",
                aria_current=rx.cond(State.report_id == "", "page", rx.Var("undefined")),
                class_name="chip",
            ),
            rx.foreach(State.kept, _kept),
            class_name="chips own-kept no-print",
            aria_label=t("Kept reports"),
        ),
    )


def _kept(one: KeptRow) -> rx.Component:
    return kit.link(
        one.title,
        rx.el.span(one.note, class_name="soft small"),
        href=f"/reports/own?id={one.id}",
        aria_current=rx.cond(State.report_id == one.id, "page", rx.Var("undefined")),
        class_name="chip",
    )


def builder() -> rx.Component:
    """What a line is, which columns it has, which lines stay, in which order."""
    return kit.sheet(
        kit.sheet_body(
            rx.el.div(
                kit.segmented(_list(OFFERED.kinds), State.rows, State.choose_rows, t("Lines")),
                _columns(),
                _filter(),
                class_name="stack stack-tight",
            ),
        ),
        title=t("What stands in the report"),
    )


def _columns() -> rx.Component:
    """The chosen columns, each of which goes by a press; the others fold open."""
    return rx.el.div(
        rx.el.div(
            rx.foreach(State.columns, lambda one: rx.cond(one.is_on, _column(one, "x"))),
            class_name="chips",
            role="group",
            aria_label=t("Columns"),
        ),
        kit.disclosure(
            t("More columns"),
            rx.el.div(
                rx.foreach(State.columns, lambda one: rx.cond(~one.is_on, _column(one, "plus"))),
                class_name="chips",
                role="group",
                aria_label=t("More columns"),
            ),
        ),
    )


def _column(one: ColumnRow, icon: str) -> rx.Component:
    return rx.el.button(
        one.title,
        kit.icon(icon, 16),
        type="button",
        aria_pressed=one.is_on,
        on_click=State.switch_column(one.key),
        class_name="chip",
    )


def _filter() -> rx.Component:
    return rx.el.div(
        rx.cond(
            some(OFFERED.periods),
            rx.fragment(
                kit.select(_list(OFFERED.periods), State.period, State.choose_period, t("Period")),
                kit.select(_list(OFFERED.classes), State.class_name, State.choose_class, t("Class")),
                kit.select(_list(OFFERED.subjects), State.subject, State.choose_subject, t("Subject")),
            ),
        ),
        kit.select(_list(OFFERED.numbers), State.by, State.choose_bound_column, t("Only lines where")),
        rx.cond(State.by != "", _bound()),
        kit.select(_list(OFFERED.orders), State.order, State.choose_order, t("In order")),
        class_name="toolbar",
    )


def _bound() -> rx.Component:
    choices = [(LEAST, t("at least")), (MOST, t("at most"))]
    return rx.fragment(
        kit.segmented(choices, State.least, State.choose_least, t("At least or at most")),
        rx.el.div(
            rx.el.input(
                name="bound",
                id="own-bound",
                key=f"{State.by}-{State.bound}",
                default_value=State.bound,
                on_blur=State.set_bound,
                input_mode="decimal",
                aria_label=t("Number"),
                aria_invalid=SessionState.errors["bound"] != "",
                class_name="field-box own-bound",
            ),
            kit.field_error("bound", SessionState.errors["bound"]),
        ),
    )


def table() -> rx.Component:
    """What comes of it."""
    return kit.sheet(
        rx.cond(
            State.draft,
            kit.sheet_body(
                kit.callout(
                    t("Draft: where no term mark is set, the one that the rule proposes today is counted."),
                    tone="amber",
                )
            ),
        ),
        rx.cond(
            some(State.notes),
            kit.sheet_body(rx.foreach(State.notes, lambda one: rx.el.p(one, class_name="soft small"))),
        ),
        rx.cond(
            some(State.lines),
            _lines(),
            kit.empty_state(
                t("No line fits"),
                t("Choose other classes, another period, or all lines."),
                icon="file-chart-column",
            ),
        ),
        title=rx.cond(State.title != "", State.title, t("New report")),
        aside=rx.el.span(State.count, class_name="soft small", role="status"),
    )


def _lines() -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(rx.el.th(State.first, scope="col"), rx.foreach(State.heads, _head)),
            ),
            rx.el.tbody(rx.foreach(State.lines, _line)),
            class_name="table table-cards",
        ),
        class_name="table-scroll",
        role="region",
        aria_label=t("The report"),
        tab_index=0,
    )


def _head(one: HeadRow) -> rx.Component:
    return rx.el.th(one.words, scope="col", class_name=rx.cond(one.is_number, "number", ""))


def _line(one: LineRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.cond(one.href != "", kit.link(one.title, href=one.href), one.title), scope="row"),
        rx.foreach(as_list(one.cells, CellRow), _cell),
    )


def _cell(one: CellRow) -> rx.Component:
    return rx.el.td(
        one.words,
        class_name=rx.cond(one.is_number, "number", "own-words"),
        custom_attrs={"data-label": one.head},
    )


def saving() -> rx.Component:
    """The name, and with whom it is shared."""
    errors = SessionState.errors
    return kit.form_dialog(
        kit.text_field(
            "title",
            t("Name"),
            default_value=rx.cond(State.is_own, State.title, ""),
            error=errors["title"],
            limit=limits.REPORT,
            required=True,
        ),
        kit.select_field(
            "audience", t("Who sees it"), _list(OFFERED.audiences), default_value=State.audience
        ),
        name="own-report",
        on_submit=State.save,
        is_open=State.asks.saving,
        on_close=State.close_saving,
        title=rx.cond(State.asks.as_new, t("Keep the report"), t("Change the report")),
        note=t("Colleagues see the same columns with the pupils and courses that are theirs to see."),
        fresh=f"own-report-{State.asks.form}",
        save=t("Save"),
    )


def deleting() -> rx.Component:
    """Asks before a kept report goes."""
    return kit.confirm(
        is_open=State.asks.deleting,
        on_close=State.close_saving,
        on_confirm=State.delete,
        title=t("Delete the report?"),
        text=t("It goes from the lists of the colleagues with whom it is shared, too."),
        confirm_label=t("Delete"),
    )


def _list(choices: list[Choice]) -> rx.Var[list[Choice]]:
    return as_list(choices, Choice)
