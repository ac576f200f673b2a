"""Parts of the results: how many answered, figures of questions, the cross-table, texts, who takes part."""

import reflex as rx

from ejournal.pages.survey_results.rows import (
    BARS,
    COLUMNS,
    HELD,
    NUMBER,
    TABLE,
    BarRow,
    CellRow,
    ClassRow,
    FigureRow,
    LineRow,
    SeatRow,
    TagRow,
    TextRow,
)
from ejournal.pages.survey_results.state import (
    ALL,
    CROSS,
    DONE,
    NOT_DONE,
    PEOPLE,
    QUESTIONS,
    TEXTS,
    SurveyResultsState,
)
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, count, some

State = SurveyResultsState
FILE = "/print/survey."


def files() -> rx.Component:
    """The same as files."""
    return rx.fragment(
        kit.paper_button(t("Print"), f"{FILE}pdf?{State.head.query}"),
        kit.menu(
            "survey-files",
            t("Download"),
            *(
                kit.link_button(
                    words, f"/print/survey.{kind}?{State.head.query}", kind="quiet", download=True
                )
                for kind, words in (("xlsx", "Excel"), ("csv", "CSV"), ("json", "JSON"))
            ),
        ),
    )


def to_build() -> rx.Component:
    """The way to the survey itself, for who keeps it."""
    return rx.cond(
        State.head.keeps,
        kit.link_button(t("Survey"), f"/surveys/edit?id={State.survey_id}", icon="clipboard-list"),
    )


def stand() -> rx.Component:
    """How many of how many have answered."""
    return rx.el.div(
        rx.el.strong(State.head.turnout, class_name="survey-turnout"),
        rx.el.span(
            rx.el.span(class_name="chart-bar", style={"width": State.head.width}),
            class_name="chart-bar-space survey-turnout-bar",
            aria_hidden="true",
        ),
        rx.el.span(State.head.share, class_name="soft"),
        rx.cond(State.head.before != "", rx.el.span(State.head.before, class_name="soft")),
        class_name="survey-stand",
    )


def views() -> rx.Component:
    """What of the results is looked at."""
    return kit.segmented(
        [
            (QUESTIONS, t("Results")),
            (CROSS, t("Cross-table")),
            (TEXTS, t("In words")),
            (PEOPLE, t("Participation")),
        ],
        State.view,
        State.choose_view,
        t("What of the results is shown"),
    )


# ------------------------------------------------------------------------------------------ questions


def questions() -> rx.Component:
    """All questions with their figures."""
    return rx.cond(
        State.head.shown,
        rx.el.div(rx.foreach(State.figures, _figure), class_name="survey-figures"),
        kit.empty_state(
            t("Nothing to show yet"), t("Answers appear here as they come."), icon="file-chart-column"
        ),
    )


def _figure(one: FigureRow) -> rx.Component:
    drawn = rx.match(
        one.form,
        (BARS, _bars(one)),
        (COLUMNS, _columns(one)),
        (TABLE, _table(one)),
        (NUMBER, _mean(one)),
        (HELD, rx.el.p(one.note, class_name="soft")),
        rx.cond(one.note != "", rx.el.p(one.note, class_name="soft")),
    )
    return kit.sheet(
        kit.sheet_body(
            rx.cond(one.of != "", rx.el.p(one.of, class_name="soft small")),
            drawn,
            rx.cond(
                one.texts != "",
                rx.el.div(
                    kit.button(
                        one.texts, kind="quiet", icon="message-square", on_click=State.choose_view(TEXTS)
                    ),
                ),
            ),
        ),
        title=one.title,
        aside=rx.el.span(one.kind, class_name="soft small survey-question-kind"),
    )


def _bars(one: FigureRow) -> rx.Component:
    return rx.el.ul(rx.foreach(as_list(one.bars, BarRow), _bar), class_name="survey-bars")


def _bar(bar: BarRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(bar.label, class_name="survey-bar-label"),
        rx.el.span(
            rx.el.span(class_name="chart-bar", style={"width": bar.width}),
            class_name="chart-bar-space",
            aria_hidden="true",
        ),
        rx.el.span(
            rx.el.strong(bar.count),
            " ",
            rx.el.span(bar.share, class_name="soft"),
            rx.cond(bar.before != "", rx.el.span(bar.before, class_name="survey-before")),
            class_name="survey-bar-value",
        ),
    )


def _columns(one: FigureRow) -> rx.Component:
    return rx.el.div(
        _mean(one),
        rx.el.div(
            rx.el.ul(rx.foreach(as_list(one.bars, BarRow), _column), class_name="survey-columns"),
            rx.el.div(
                rx.el.span(one.low_words), rx.el.span(one.high_words), class_name="survey-ends soft small"
            ),
            class_name="survey-columns-room",
        ),
        class_name="survey-of-scale",
    )


def _column(bar: BarRow) -> rx.Component:
    return rx.el.li(
        rx.el.strong(bar.count),
        rx.el.span(
            rx.el.span(class_name="survey-column", style={"height": bar.width}),
            class_name="survey-column-space",
            aria_hidden="true",
        ),
        rx.el.span(bar.label, class_name="survey-column-label"),
        rx.el.span(bar.share, class_name="soft small"),
    )


def _mean(one: FigureRow) -> rx.Component:
    return rx.cond(
        one.mean != "",
        rx.el.div(
            rx.el.strong(one.mean, class_name="survey-mean"),
            rx.el.span(one.mean_note, class_name="soft"),
            rx.cond(one.before != "", rx.el.span(one.before, class_name="survey-before")),
            class_name="survey-mean-room",
        ),
    )


def _table(one: FigureRow) -> rx.Component:
    return _grid(
        one.title,
        rx.el.tr(rx.el.th("", scope="col"), rx.foreach(as_list(one.heads, str), _head)),
        rx.foreach(as_list(one.lines, LineRow), lambda line: _line(line, totals=False)),
    )


def _grid(label: kit.Words, heads: rx.Component, *body: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.table(rx.el.thead(heads), rx.el.tbody(*body), class_name="table table-pinned survey-table"),
        class_name="table-scroll",
        role="region",
        aria_label=label,
        tab_index=0,
    )


def _head(words: rx.Var[str]) -> rx.Component:
    return rx.el.th(words, scope="col", class_name="number")


def _line(line: LineRow, *, totals: bool) -> rx.Component:
    last = [
        rx.el.td(rx.el.strong(line.total), " ", rx.el.span(line.total_share, class_name="soft"),
                 class_name="number")
    ] if totals else []  # fmt: skip
    return rx.el.tr(rx.el.th(line.title, scope="row"), rx.foreach(as_list(line.cells, CellRow), _cell), *last)


def _cell(cell: CellRow) -> rx.Component:
    return rx.el.td(
        rx.cond(
            cell.share != "",
            rx.fragment(rx.el.strong(cell.count), " ", rx.el.span(cell.share, class_name="survey-share")),
            rx.el.span(cell.count, class_name="soft"),
        ),
        class_name="number chart-tone-" + cell.tone,
    )


# ---------------------------------------------------------------------------------------- cross-table


def cross() -> rx.Component:
    """A question by classes or by another question."""
    later = kit.empty_state(
        t("The cross-table comes when the survey closes"),
        t("Shown while answers come, two looks one after another would tell who has said what."),
        icon="file-chart-column",
    )
    return rx.cond(
        State.head.broken_down,
        rx.cond(some(State.cross.lines), _cross(), questions()),
        later,
    )


def _cross() -> rx.Component:
    one = State.cross
    feet = rx.el.tr(
        rx.el.th(t("Answered in all"), scope="row"),
        rx.foreach(as_list(one.sizes, str), lambda size: rx.el.td(size, class_name="number")),
        rx.el.td(one.of_all, class_name="number"),
        class_name="survey-feet",
    )
    return kit.stack(
        kit.toolbar(
            kit.select(State.cross.questions, State.question, State.choose_question, t("Question")),
            kit.select(State.cross.others, State.by, State.choose_by, t("Crossed by")),
        ),
        kit.sheet(
            _grid(
                one.first,
                rx.el.tr(
                    rx.el.th("", scope="col"),
                    rx.foreach(as_list(one.heads, str), _head),
                    rx.el.th(t("All"), scope="col", class_name="number"),
                ),
                rx.foreach(as_list(one.lines, LineRow), lambda line: _line(line, totals=True)),
                feet,
            ),
            rx.cond(
                one.note != "",
                kit.sheet_body(
                    rx.el.p(kit.icon("shield-check", 18), rx.el.span(one.note), class_name="survey-held soft")
                ),
            ),
            title=one.first,
        ),
    )


# ---------------------------------------------------------------------------------------------- texts


def texts() -> rx.Component:
    """What was said in words."""
    return rx.cond(
        State.texts.count > 0,
        kit.stack(
            kit.toolbar(
                rx.el.form(
                    rx.el.input(
                        name="sought",
                        type="search",
                        key=State.sought,
                        default_value=State.sought,
                        placeholder=t("Look for words"),
                        aria_label=t("Look for words"),
                        class_name="field-box survey-search",
                    ),
                    kit.button(t("Find"), icon="search", submit=True),
                    on_submit=State.search,
                    class_name="toolbar",
                ),
                rx.cond(
                    count(State.texts.questions) > 2,
                    kit.select(State.texts.questions, State.of_question, State.choose_texts, t("Question")),
                ),
            ),
            rx.cond(
                some(State.texts.tags),
                rx.el.div(
                    rx.foreach(as_list(State.texts.tags, TagRow), _tag),
                    class_name="chips",
                    role="group",
                    aria_label=t("Words that are said most"),
                ),
            ),
            rx.cond(
                some(State.texts.lines),
                kit.sheet(kit.rows(rx.foreach(as_list(State.texts.lines, TextRow), _text))),
                kit.empty_state(t("Nothing found"), icon="search"),
            ),
            rx.cond(State.texts.more != "", rx.el.p(State.texts.more, class_name="soft small")),
        ),
        kit.empty_state(t("Nobody has answered in words"), icon="message-square"),
    )


def _tag(one: TagRow) -> rx.Component:
    return rx.el.button(
        one.word,
        " ",
        rx.el.strong(one.count),
        type="button",
        aria_pressed=State.sought == one.word,
        on_click=State.choose_tag(one.word),
        class_name="chip",
    )


def _text(one: TextRow) -> rx.Component:
    note = rx.fragment(one.question, rx.cond(one.who != "", rx.fragment(" · ", one.who)))
    return kit.row(rx.el.span(one.words, class_name="survey-text", dir="auto"), note)


# ------------------------------------------------------------------------------------- who takes part


def people() -> rx.Component:
    """By class, and by name where the survey has names."""
    return kit.columns(
        kit.sheet(kit.rows(rx.foreach(State.classes, _class)), title=t("By class")),
        rx.cond(
            State.head.named,
            _named(),
            kit.callout(t("Who has answered is told to nobody: this survey keeps no names.")),
        ),
    )


def _class(one: ClassRow) -> rx.Component:
    return kit.row(
        one.title,
        rx.el.span(
            rx.el.span(class_name="chart-bar", style={"width": one.width}),
            class_name="chart-bar-space survey-class-bar",
            aria_hidden="true",
        ),
        end=rx.fragment(rx.el.span(one.words), " ", rx.el.span(one.share, class_name="soft")),
    )


def _named() -> rx.Component:
    turning = rx.cond(
        State.pages > 1,
        rx.el.div(
            kit.icon_button("chevron-left", t("Previous page"), State.turn(-1), disabled=State.page <= 1),
            rx.el.span(f"{State.page} / {State.pages}"),
            kit.icon_button(
                "chevron-right", t("Next page"), State.turn(1), disabled=State.page >= State.pages
            ),
            class_name="toolbar",
        ),
    )
    return kit.stack(
        kit.toolbar(
            kit.segmented(
                [(NOT_DONE, t("Not answered yet")), (DONE, t("Have answered")), (ALL, t("All"))],
                State.who,
                State.choose_who,
                t("Who is shown"),
            ),
            turning,
        ),
        rx.cond(
            some(State.people),
            kit.sheet(kit.rows(rx.foreach(State.people, _person))),
            kit.empty_state(t("Nothing found"), icon="users"),
        ),
    )


def _person(one: SeatRow) -> rx.Component:
    return kit.row(
        one.people,
        one.children,
        end=rx.cond(one.done, kit.badge(one.when, "green", icon="check"), kit.badge(one.when)),
        wrap=True,
    )
