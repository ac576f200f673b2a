"""Parts of the use of the journal: figures, families by class and week, what is used, who never came."""

import reflex as rx

from ejournal.pages.usage.rows import ClassRow, FigureRow, NeverRow, PartRow, WeekRow
from ejournal.pages.usage.state import UsageState
from ejournal.services.usage.sheet import FAMILY_HEADS, WEEK_HEADS
from ejournal.ui import kit
from ejournal.ui.frame.nothing_yet import no_classes
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import count, some

State = UsageState


def choices() -> rx.Component:
    """The class or the school, and the period of the school's sheet."""
    return kit.toolbar(
        rx.cond(
            count(State.class_choices) > 1,
            kit.select(State.class_choices, State.class_id, State.choose_class, t("Whose use")),
        ),
        rx.cond(
            some(State.periods), kit.select(State.periods, State.period, State.choose_period, t("Period"))
        ),
    )


def files() -> rx.Component:
    """The sheet as paper and as a spreadsheet."""
    return rx.cond(
        State.query != "",
        rx.fragment(
            kit.paper_button(t("Print"), f"/print/use.pdf?{State.query}"),
            kit.link_button(
                t("Spreadsheet"), f"/print/use.xlsx?{State.query}", icon="download", download=True
            ),
        ),
    )


def shown() -> rx.Component:
    """All that is shown, or that there is nothing yet."""
    return rx.cond(
        State.query != "",
        rx.fragment(
            rx.el.dl(rx.foreach(State.figures, _figure), class_name="usage-figures"),
            rx.cond(
                some(State.facts),
                rx.el.div(
                    rx.foreach(State.facts, lambda one: rx.el.p(one, class_name="soft small")),
                    class_name="usage-facts",
                ),
            ),
            kit.stack(
                rx.cond(State.class_id != "", _never()),
                kit.columns(_weeks(), _notes()),
                rx.cond(count(State.classes) > 1, _classes()),
                rx.cond(some(State.parts), _parts()),
            ),
        ),
        rx.cond(
            count(State.class_choices) > 1,
            kit.empty_state(
                t("Nothing to report yet"),
                t("Figures stand here once the year has begun and marks are given."),
                icon="file-chart-column",
            ),
            no_classes(),
        ),
    )


def _figure(one: FigureRow) -> rx.Component:
    return rx.el.div(rx.el.dt(one.words), rx.el.dd(one.value))


def _weeks() -> rx.Component:
    heads: list[kit.Column | kit.Words] = [
        t("Week"),
        *(kit.Column(t(one), number=True) for one in WEEK_HEADS),
    ]
    return kit.sheet(
        kit.card_table(heads, rx.foreach(State.weeks, _week), label=t("Families by week")),
        title=t("Families by week"),
    )


def _week(one: WeekRow) -> rx.Component:
    title = rx.fragment(one.title, rx.cond(one.is_open, rx.el.div(t("not over"), class_name="soft small")))
    here = rx.el.span(
        rx.el.span(rx.el.span(style={"width": one.bar}), class_name="usage-bar", aria_hidden="true"),
        rx.el.span(one.here),
        class_name="usage-share",
    )
    return rx.el.tr(
        rx.el.th(rx.el.div(title), scope="row"),
        *(
            kit.card_cell(cell, t(head))
            for cell, head in zip((here, one.reading, one.acknowledging), WEEK_HEADS, strict=True)
        ),
    )


def _notes() -> rx.Component:
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(t("Each figure is the least that is known:")),
            rx.el.ul(rx.foreach(State.notes, rx.el.li), class_name="usage-notes"),
        ),
        title=t("What the figures cannot say"),
    )


def _classes() -> rx.Component:
    heads: list[kit.Column | kit.Words] = [
        t("Class"),
        *(kit.Column(t(one), number=True) for one in FAMILY_HEADS),
    ]
    return kit.sheet(
        kit.card_table(heads, rx.foreach(State.classes, _class), label=t("Families by class")),
        title=t("Families by class"),
        aside=rx.el.span(t("lately: in the last four weeks"), class_name="soft small"),
    )


def _class(one: ClassRow) -> rx.Component:
    title = rx.cond(one.href != "", kit.link(one.title, href=one.href), rx.el.strong(one.title))
    return rx.el.tr(
        rx.el.th(title, scope="row"),
        *(kit.card_cell(one.cells[place], t(head)) for place, head in enumerate(FAMILY_HEADS)),
    )


def _parts() -> rx.Component:
    return kit.sheet(
        kit.rows(rx.foreach(State.parts, _part)),
        title=t("What is used"),
        aside=rx.el.span(t("how often in this period, and when last"), class_name="soft small"),
    )


def _part(one: PartRow) -> rx.Component:
    return kit.row(
        one.title,
        rx.cond(one.is_idle, "", one.last),
        end=rx.cond(one.is_idle, kit.badge(one.last, "amber"), rx.el.span(one.times, class_name="number")),
    )


def _never() -> rx.Component:
    invite = rx.fragment(
        kit.link_button(t("Who has not come yet"), f"/newcomers?class={State.class_id}"),
        rx.cond(State.gives_codes, kit.link_button(t("Slips"), "/slips", icon="ticket")),
    )
    return kit.sheet(
        rx.cond(
            some(State.never),
            rx.fragment(
                kit.sheet_body(
                    rx.el.p(
                        t("A slip with a code brings a guardian in; a letter reminds whoever has an e-mail."),
                        class_name="soft small",
                    ),
                    rx.el.div(invite, class_name="toolbar"),
                ),
                kit.rows(rx.foreach(State.never, _never_row)),
            ),
            kit.empty_state(t("Everybody has come"), icon="circle-check"),
        ),
        title=t("Guardians who never came"),
    )


def _never_row(one: NeverRow) -> rx.Component:
    return kit.row(
        one.pupil,
        rx.cond(
            some(one.guardians),
            rx.foreach(one.guardians, rx.el.div),
            rx.el.span(t("No guardians"), class_name="people-limit"),
        ),
    )
