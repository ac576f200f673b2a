"""The main page's components: own lessons, what is left to do, children, teachers, accounts."""

import reflex as rx

from ejournal.pages.home.rows import (
    ChildLesson,
    ChildRow,
    FarRow,
    FigureRow,
    FreshMark,
    LessonRow,
    TaskRow,
)
from ejournal.pages.home.state import HomeState
from ejournal.pages.home.waiting_rows import WaitingGroup, WaitingLine
from ejournal.ui import kit
from ejournal.ui.components.linked import linked
from ejournal.ui.components.unsent import unsent_absences
from ejournal.ui.frame.sides import SidesState
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some


def lessons() -> rx.Component:
    """The lessons that the person gives today, or on the next day with lessons."""
    return kit.sheet(
        rx.cond(
            some(HomeState.lessons),
            rx.el.div(
                kit.rows(rx.foreach(HomeState.lessons, _lesson), lead="5.75rem"), class_name="home-own"
            ),
            kit.empty_state(t("No lessons today"), icon="coffee"),
        ),
        title=rx.cond(HomeState.lessons_title != "", HomeState.lessons_title, t("My lessons")),
        aside=rx.cond(HomeState.lessons_title != "", kit.badge(t("no lessons today"))),
    )


def _lesson(row: LessonRow) -> rx.Component:
    return kit.row(
        row.title,
        rx.fragment(row.note, rx.cond(row.task != "", rx.el.div(row.task, class_name="left-task"))),
        lead=rx.fragment(rx.el.div(row.number), rx.el.div(row.time)),
        end=rx.match(
            row.state,
            ("recorded", kit.badge(t("recorded"), "green", icon="check")),
            ("lacking", kit.badge(row.lacks, "amber")),
            ("substitution", kit.badge(t("substitution"), "amber")),
            ("cancelled", kit.badge(t("cancelled"), "red")),
            ("other", kit.badge(t("substitution"))),
            kit.badge(
                rx.cond(row.current, t("open the journal"), t("planned")),
                rx.cond(row.current, "accent", "soft"),
            ),
        ),
        href=row.href,
        current=row.current,
        amber=row.state == "substitution",
    )


def announced() -> rx.Component:
    """Absences that families of the own class have announced."""
    return rx.cond(
        some(HomeState.announced),
        kit.sheet(
            kit.rows(
                rx.foreach(HomeState.announced, lambda row: kit.row(row.title, row.note, href=row.href))
            ),
            title=t("Announced by families"),
        ),
    )


def tasks() -> rx.Component:
    """What is left to do, each with where to do it."""
    return kit.sheet(
        rx.cond(
            some(HomeState.tasks),
            rx.fragment(
                kit.rows(rx.foreach(HomeState.tasks, _task)),
                rx.cond(
                    HomeState.more_tasks != "",
                    rx.el.p(HomeState.more_tasks, class_name="soft small home-more"),
                ),
            ),
            kit.empty_state(t("Everything is done"), icon="circle-check"),
        ),
        title=t("What is left to do"),
    )


def _task(row: TaskRow) -> rx.Component:
    return kit.row(row.title, row.note, end=kit.badge(row.action, "accent"), href=row.href)


def waiting() -> rx.Component:
    """What waits for a head of the school: a number, a phrase, at most three lines, one act each."""
    return rx.cond(
        HomeState.leads,
        kit.sheet(
            rx.cond(
                some(HomeState.waiting),
                rx.el.div(
                    rx.foreach(HomeState.waiting, _waiting_group), class_name="rows waiting", role="list"
                ),
                kit.empty_state(t("All is decided"), icon="circle-check"),
            ),
            title=t("Waits for a decision"),
        ),
    )


def _waiting_group(group: WaitingGroup, index: int) -> rx.Component:
    return kit.row(
        group.phrase,
        rx.el.div(rx.foreach(group.lines, _waiting_line), class_name="waiting-lines"),
        lead=rx.el.span(group.number, class_name="waiting-number"),
        end=rx.el.div(
            rx.cond(
                index == 0,
                kit.link_button(group.action, group.href, kind="primary"),
                kit.link_button(group.action, group.href),
            ),
            rx.cond(
                group.until != "",
                kit.badge(group.until, rx.cond(group.urgent, "amber", "soft"), icon="clock"),
            ),
            class_name="waiting-act",
        ),
        wrap=True,
    )


def _waiting_line(line: WaitingLine) -> rx.Component:
    return rx.el.div(rx.el.span(line.lead, class_name="waiting-lead"), rx.el.span(line.text))


def teachers() -> rx.Component:
    """Whose journals are not filled."""
    return kit.sheet(
        rx.cond(
            some(HomeState.teachers),
            kit.rows(rx.foreach(HomeState.teachers, _teacher)),
            kit.empty_state(t("All journals are filled"), icon="circle-check"),
        ),
        title=t("Journals not filled"),
    )


def _teacher(row: TaskRow) -> rx.Component:
    return kit.row(row.title, row.note, end=kit.badge(row.action), href=row.href)


def children() -> rx.Component:
    """A card a child."""
    return rx.cond(
        some(HomeState.families),
        rx.el.div(rx.foreach(HomeState.families, _child), class_name="columns columns-even"),
    )


def unsent() -> rx.Component:
    """Absences that were written without a network and wait on this device."""
    return unsent_absences(
        owner=SessionState.account, answer=HomeState.unsent, on_send=HomeState.send_absence
    )


def far() -> rx.Component:
    """A line for each other school of the same sign-in."""
    return rx.cond(some(HomeState.far), kit.sheet(kit.rows(rx.foreach(HomeState.far, _far))))


def _far(one: FarRow) -> rx.Component:
    return kit.row(
        one.title,
        end=rx.fragment(kit.counter(one.unread, t("unread")), kit.icon("chevron-right", 18)),
        on_click=SidesState.go_to(one.place, "/"),
    )


def _child(child: ChildRow) -> rx.Component:
    return kit.sheet(
        rx.cond(
            some(child.lessons),
            rx.el.div(
                rx.foreach(child.lessons, _child_lesson),
                class_name="rows home-lessons",
                role="list",
            ),
            rx.el.p(t("No lessons today"), class_name="soft home-more"),
        ),
        rx.cond(
            some(child.fresh),
            rx.fragment(
                rx.el.div(rx.el.h3(t("New marks")), class_name="home-next"),
                rx.el.div(rx.foreach(child.fresh, _fresh_mark), class_name="rows home-lessons", role="list"),
            ),
        ),
        rx.cond(child.next_title != "", _coming(child)),
        rx.cond(
            child.announce != "",
            kit.sheet_body(
                kit.link_button(child.announce, child.announce_href, icon="calendar-x", wide=True)
            ),
        ),
        title=child.name,
        aside=kit.link(t("Open the diary"), href=child.href, class_name="small no-print"),
    )


def _fresh_mark(one: FreshMark) -> rx.Component:
    return kit.row(one.subject, one.note, end=kit.mark_chip(one.value, tone=one.tone), href=one.href)


def _coming(child: ChildRow) -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.h3(t("To prepare for:"), " ", child.next_title),
            class_name="home-next",
        ),
        rx.cond(
            some(child.homework),
            rx.el.div(rx.foreach(child.homework, _to_prepare), class_name="rows home-lessons", role="list"),
            rx.el.p(t("No homework is written down"), class_name="soft home-more"),
        ),
    )


def _child_lesson(lesson: ChildLesson) -> rx.Component:
    return kit.row(
        lesson.subject,
        rx.cond(lesson.note != "", rx.el.span(lesson.note), rx.fragment()),
        lead=rx.fragment(lesson.number, rx.el.span(lesson.time, class_name="home-time")),
        end=rx.foreach(lesson.results, lambda mark: kit.mark_chip(mark.value, tone=mark.tone)),
        amber=lesson.amber,
        href=lesson.href,
    )


def _to_prepare(lesson: ChildLesson) -> rx.Component:
    return kit.row(lesson.subject, linked(lesson.note))


def own_email() -> rx.Component:
    """Where the account's e-mail was never confirmed: one press sends the letter."""
    return rx.cond(
        HomeState.unconfirmed != "",
        kit.callout(
            HomeState.unconfirmed,
            action=kit.button(t("Send the letter"), on_click=HomeState.confirm_email),
            tone="amber",
        ),
    )


def missing() -> rx.Component:
    """What the school lacks for its first lesson, the first thing to do marked; gone when nothing is."""
    return rx.cond(
        some(HomeState.missing_things),
        kit.sheet(
            kit.rows(rx.foreach(HomeState.missing_things, _missing_thing), lead="2rem"),
            title=t("Before the first lesson"),
            aside=kit.link(t("Setting the school up"), href="/setup", class_name="small"),
        ),
    )


def _missing_thing(row: TaskRow, index: int) -> rx.Component:
    next_one = rx.cond(index == 0, kit.badge(t("do now"), "accent"), kit.icon("chevron-right", 18))
    return rx.cond(
        row.href != "",
        kit.row(row.title, row.note, lead=row.action, end=next_one, href=row.href, current=index == 0),
        kit.row(row.title, row.note, lead=row.action),
    )


def accounts() -> rx.Component:
    """The school's accounts in figures."""
    return rx.cond(
        some(HomeState.figures),
        kit.sheet(
            rx.el.div(rx.foreach(HomeState.figures, _figure), class_name="home-figures", role="list"),
            title=t("Accounts"),
        ),
    )


def _figure(figure: FigureRow) -> rx.Component:
    return rx.el.div(
        kit.link(rx.el.strong(figure.value), rx.el.span(figure.words), href=figure.href), role="listitem"
    )
