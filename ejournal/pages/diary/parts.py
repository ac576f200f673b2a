"""The diary's components: choice of week and day, the spread of days, a lesson, the acknowledgement."""

import reflex as rx

from ejournal.pages.diary.rows import DayRow, LessonRow, MarkRow, NewsRow, RemarkRow
from ejournal.pages.diary.state import DiaryState
from ejournal.ui import kit
from ejournal.ui.components.linked import linked
from ejournal.ui.frame import week
from ejournal.ui.words.text import Words, t, t_format


def _address(day: Words) -> Words:
    return f"/diary?child={DiaryState.child}&day={day}"


def week_choice() -> rx.Component:
    """Previous and next week, the week's dates, today, a date to jump to."""
    return week.week_choice(
        DiaryState.week,
        _address(DiaryState.previous_week),
        _address(DiaryState.next_week),
        rx.el.div(kit.link_button(t("Today"), _address(DiaryState.today)), class_name="desktop-only"),
        week.day_jump(DiaryState.day, DiaryState.jump),
    )


def day_strip() -> rx.Component:
    """The days of the week as neighbouring links, on phones."""
    return week.day_strip(
        rx.foreach(
            DiaryState.days, lambda day: week.day_tab(day, _address(day.iso), day.iso == DiaryState.day)
        )
    )


def news() -> rx.Component:
    """What changed since the previous look; opens into a list."""
    return rx.cond(
        DiaryState.news_title != "",
        rx.el.div(
            kit.disclosure(
                rx.el.span(
                    rx.el.span(t("Since your last look"), class_name="soft"),
                    " ",
                    rx.el.span(DiaryState.news_title, class_name="strong"),
                ),
                kit.sheet(kit.rows(rx.foreach(DiaryState.news, _news_line), lead="5.25rem")),
            ),
            class_name="diary-news",
        ),
    )


def _news_line(item: NewsRow) -> rx.Component:
    return kit.row(
        item.subject,
        item.words,
        lead=item.date,
        end=rx.cond(item.value != "", kit.mark_chip(item.value)),
        href=_address(item.day),
    )


def spread() -> rx.Component:
    """The week: one day on phones, all of them as a diary's spread on desktops."""
    return rx.el.div(rx.foreach(DiaryState.days, _day), class_name="diary-spread")


def _day(day: DayRow) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(day.title),
            rx.cond(day.today, kit.badge(t("today"), "accent")),
            class_name="sheet-head diary-day-head",
        ),
        rx.cond(day.hint != "", rx.el.p(day.hint, class_name="diary-hint")),
        rx.cond(
            day.note != "",
            rx.el.p(day.note, class_name="diary-note"),
            rx.el.div(rx.foreach(day.lessons, _lesson), class_name="rows", role="list"),
        ),
        rx.foreach(day.remarks, _remark),
        aria_label=day.title,
        class_name="sheet diary-day"
        + rx.cond(day.iso == DiaryState.day, " diary-day-shown", "")
        + rx.cond(day.today, " diary-day-today", ""),
    )


def _lesson(lesson: LessonRow) -> rx.Component:
    return rx.el.div(
        rx.el.details(
            rx.el.summary(
                rx.el.span(
                    rx.el.span(lesson.number, class_name="diary-lesson-number"),
                    rx.el.span(lesson.time, class_name="diary-lesson-time"),
                    class_name="diary-lead",
                ),
                rx.el.span(_headline(lesson), _homework(lesson), class_name="diary-main"),
                _results(lesson),
                kit.icon("chevron-down", 16),
                class_name="diary-line",
            ),
            _details(lesson),
        ),
        rx.foreach(lesson.remarks, _remark),
        role="listitem",
        class_name="diary-lesson"
        + rx.cond(lesson.substitute != "", " row-amber", "")
        + rx.cond(lesson.cancelled, " diary-cancelled", ""),
    )


def _headline(lesson: LessonRow) -> rx.Component:
    return rx.el.span(
        rx.el.span(lesson.subject, class_name="diary-subject"),
        rx.cond(lesson.place != "", rx.el.span(lesson.place, class_name="soft small")),
        rx.cond(lesson.cancelled, kit.badge(t("cancelled"), "red")),
        rx.cond((lesson.substitute != "") & ~lesson.cancelled, kit.badge(lesson.substitute, "amber")),
        rx.cond(lesson.test != "", kit.badge(lesson.test, "accent")),
        class_name="diary-headline",
    )


def _homework(lesson: LessonRow) -> rx.Component:
    return rx.cond(lesson.homework != "", rx.el.span(linked(lesson.homework), class_name="diary-homework"))


def _results(lesson: LessonRow) -> rx.Component:
    return rx.el.span(
        rx.cond(
            lesson.absence != "",
            rx.el.span(kit.mark_chip(lesson.absence), title=lesson.absence_words),
        ),
        rx.foreach(lesson.marks, lambda mark: rx.el.span(_chip(mark), title=mark.kind)),
        class_name="diary-results",
    )


def _chip(mark: MarkRow) -> rx.Component:
    return kit.mark_chip(mark.value, tone=mark.tone)


def _details(lesson: LessonRow) -> rx.Component:
    return rx.el.dl(
        _detail(t("Topic"), lesson.topic),
        _detail(t("Homework"), lesson.given, linked(lesson.given)),
        _detail(t("Teacher"), lesson.teacher),
        _detail(t("Time"), lesson.span),
        _detail(t("Attendance"), lesson.absence_words),
        rx.foreach(
            lesson.marks,
            lambda mark: rx.fragment(
                rx.el.dt(t_format("Mark {value}", value=mark.value)),
                rx.el.dd(mark.kind, rx.cond(mark.comment != "", rx.el.span(" — ", mark.comment))),
            ),
        ),
        class_name="diary-details",
    )


def _detail(name: Words, value: Words, drawn: rx.Component | None = None) -> rx.Component:
    return rx.cond(value != "", rx.fragment(rx.el.dt(name), rx.el.dd(drawn or value)))


def _remark(remark: RemarkRow) -> rx.Component:
    return rx.el.p(
        rx.cond(remark.praise, kit.icon("thumbs-up", 16), kit.icon("message-square-warning", 16)),
        rx.el.span(
            rx.el.span(rx.cond(remark.praise, t("Praise"), t("Remark")), class_name="strong"),
            ": ",
            remark.text,
            rx.el.span(" ", remark.author, class_name="soft nowrap"),
        ),
        class_name="diary-remark" + rx.cond(remark.praise, " diary-praise", ""),
    )


def acknowledgement() -> rx.Component:
    """The guardian's «Прочитано» for the week, and who else has read it."""
    return rx.cond(
        DiaryState.may_acknowledge | (DiaryState.other_readers != ""),
        rx.el.div(
            rx.el.div(
                rx.el.div(t_format("Week of {days}", days=DiaryState.week), class_name="strong"),
                rx.cond(
                    DiaryState.other_readers != "",
                    rx.el.div(t("Read by"), " ", DiaryState.other_readers, class_name="soft small"),
                ),
                class_name="row-main",
            ),
            rx.cond(DiaryState.may_acknowledge, _own_acknowledgement()),
            class_name="sheet diary-read no-print",
        ),
    )


def printing() -> rx.Component:
    """The shown week on paper."""
    return rx.el.div(
        kit.paper_button(
            t("Print the week"),
            f"/print/diary-week?child={DiaryState.child}&day={DiaryState.day}",
            kind="quiet",
        ),
        class_name="toolbar no-print",
    )


def _own_acknowledgement() -> rx.Component:
    return rx.cond(
        DiaryState.acknowledged == "",
        kit.button(t("Mark as read"), kind="primary", icon="check", on_click=DiaryState.acknowledge),
        rx.el.div(
            kit.badge(t_format("Read on {moment}", moment=DiaryState.acknowledged), "green", icon="check"),
            rx.cond(
                DiaryState.acknowledged_today,
                kit.button(t("Undo"), kind="quiet", on_click=DiaryState.withdraw),
            ),
            class_name="toolbar",
        ),
    )
