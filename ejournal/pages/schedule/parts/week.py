"""The schedule's components: whose it is, the week and its days, the grid and the list of lessons."""

import reflex as rx

from ejournal.pages.schedule.rows import DayRow, LessonRow, LineRow, SlotRow
from ejournal.pages.schedule.state.links import LinksState
from ejournal.pages.schedule.state.week import ScheduleState
from ejournal.services.schedule.words import BOOKED
from ejournal.ui import kit
from ejournal.ui.components.bell_clock.bell_clock import bell_clock
from ejournal.ui.frame import week as ui_week
from ejournal.ui.frame.family import child_switch
from ejournal.ui.frame.nothing_yet import sets_the_school_up
from ejournal.ui.words.text import Words, t
from ejournal.ui.words.vars import count, some


def _view_part() -> Words:
    return rx.cond(ScheduleState.view != "", f"&view={ScheduleState.view}", "")


def _address(day: Words, view: Words | None = None) -> Words:
    shown = _view_part() if view is None else f"&view={view}"
    return f"{ScheduleState.address}&day={day}{shown}"


def actions() -> rx.Component:
    """Bells, paper, the calendar's link; on phones and for what deputy heads do, behind «Ещё»."""
    return rx.fragment(
        kit.link_button(t("Bells"), "/schedule/bells", icon="bell"),
        rx.el.div(
            _print_link(),
            _calendar_button(),
            class_name="toolbar desktop-only",
        ),
        rx.cond(
            ScheduleState.may_publish,
            rx.el.div(
                kit.link_button(t("Compose"), "/schedule/edit", icon="pencil"),
                kit.menu("schedule-desk", t("More"), _poster_link(), _screen_button()),
                class_name="toolbar desktop-only",
            ),
        ),
        rx.el.div(
            kit.menu(
                "schedule-phone",
                t("More"),
                _print_link(),
                _calendar_button(),
                rx.cond(ScheduleState.is_staff, _rooms_link()),
                rx.cond(ScheduleState.may_publish, rx.fragment(_poster_link(), _screen_button())),
            ),
            class_name="phone-only",
        ),
    )


def _rooms_link() -> rx.Component:
    return kit.link_button(t("Rooms"), "/schedule/rooms", icon="door-open")


def _print_link() -> rx.Component:
    return kit.paper_button(t("Print"), f"/print{ScheduleState.address}&day={ScheduleState.day}")


def _poster_link() -> rx.Component:
    address = f"/print/schedule?by=school&day={ScheduleState.day}"
    return kit.paper_button(t("Poster of the whole school"), address, icon="layout-grid")


def _calendar_button() -> rx.Component:
    return rx.cond(
        ScheduleState.may_subscribe,
        kit.button(
            t("In my calendar"),
            icon="calendar-plus",
            on_click=LinksState.open_calendar(ScheduleState.by, ScheduleState.target),
        ),
    )


def _screen_button() -> rx.Component:
    return kit.button(t("Hall screen"), icon="monitor", on_click=LinksState.open_kiosk)


def whose() -> rx.Component:
    """The ways to look at schedules, and the class, teacher or room or child chosen."""
    chooser = rx.match(
        ScheduleState.by,
        ("class", _chooser(t("Class"))),
        ("teacher", _chooser(t("Teacher"))),
        ("room", _chooser(t("Room"))),
        (
            "child",
            child_switch("/schedule", f"&day={ScheduleState.day}{_view_part()}"),
        ),
        rx.fragment(),
    )
    ways = rx.el.nav(
        rx.foreach(
            ScheduleState.ways,
            lambda way: kit.link(
                way.label,
                href=f"/schedule?by={way.value}&day={ScheduleState.day}{_view_part()}",
                aria_current=rx.cond(way.value == ScheduleState.by, "page", rx.Var("undefined")),
            ),
        ),
        class_name="segmented",
        aria_label=t("Whose schedule"),
    )
    return rx.el.div(
        rx.cond(count(ScheduleState.ways) > 1, ways),
        rx.cond(ScheduleState.nobody, rx.fragment(), chooser),
        class_name="toolbar schedule-whose no-print",
    )


def nobody() -> rx.Component:
    """For a school that has none yet whose lessons could be shown."""
    return kit.empty_state(
        t("There is no schedule to show yet"),
        t("It appears once there are classes, teachers and a timetable."),
        icon="calendar-days",
        actions=[
            rx.cond(
                sets_the_school_up(),
                kit.link_button(t("What is missing for a first lesson"), "/setup?step=people"),
            )
        ],
    )


def _chooser(label: Words) -> rx.Component:
    return kit.select(
        ScheduleState.offered, ScheduleState.target, ScheduleState.choose, label, hide_label=True
    )


def week_choice() -> rx.Component:
    """Previous and next week, the week's dates, today, a date to jump to, day or week."""
    return ui_week.week_choice(
        ScheduleState.week,
        _address(ScheduleState.previous_week),
        _address(ScheduleState.next_week),
        ui_week.day_jump(ScheduleState.day, ScheduleState.jump),
        rx.el.div(
            kit.link_button(t("Today"), _address(ScheduleState.today)),
            class_name=rx.cond(ScheduleState.day == ScheduleState.today, "desktop-only", ""),
        ),
        _day_or_week(),
    )


def _day_or_week() -> rx.Component:
    """The switch of day and week on desktops, where the week is shown unless a day is asked for."""
    shown = rx.cond(ScheduleState.view == "day", "day", "week")
    return rx.el.nav(
        *(
            kit.link(
                words,
                href=_address(ScheduleState.day, view),
                aria_current=rx.cond(shown == view, "page", rx.Var("undefined")),
            )
            for view, words in (("day", t("Day")), ("week", t("Week")))
        ),
        class_name="segmented desktop-only",
        aria_label=t("Day or week"),
    )


def day_strip() -> rx.Component:
    """The days of the week as neighbouring links; on phones the whole week beside them."""
    return ui_week.day_strip(
        rx.foreach(ScheduleState.days, _day_tab),
        kit.link(
            kit.icon("calendar-range", 20),
            rx.el.span(t("All")),
            href=_address(ScheduleState.day, "week"),
            aria_label=t("Whole week"),
            aria_current=rx.cond(ScheduleState.view == "week", "page", rx.Var("undefined")),
            class_name="day-tab phone-only",
        ),
        shown=_shown_as(),
    )


def _shown_as() -> Words:
    return rx.match(
        ScheduleState.view, ("day", "schedule-by-day"), ("week", "schedule-by-week"), "schedule-by-size"
    )


def _day_tab(day: DayRow) -> rx.Component:
    href = _address(day.iso, rx.cond(ScheduleState.view == "", "", "day"))
    return ui_week.day_tab(day, href, (day.iso == ScheduleState.day) & (ScheduleState.view != "week"))


def now_line() -> rx.Component:
    """The count to the next bell of today's lessons."""
    return rx.cond(
        some(ScheduleState.rings),
        rx.el.p(
            kit.icon("bell-ring", 18),
            bell_clock(ScheduleState.rings, on_bell=ScheduleState.refresh),
            class_name="schedule-now no-print",
        ),
    )


def week() -> rx.Component:
    """The week: a grid with days across and lesson numbers down, or days as lists."""
    return rx.el.div(
        rx.el.div(class_name="schedule-corner", aria_hidden=True),
        rx.foreach(ScheduleState.lines, _line),
        rx.foreach(ScheduleState.days, _day),
        class_name=f"schedule-week {_shown_as()}",
        style={
            "--days": count(ScheduleState.days).to(str),
            "--lines": count(ScheduleState.lines).to(str),
        },
    )


def _line(line: LineRow) -> rx.Component:
    return rx.el.div(
        rx.el.span(line.number, class_name="schedule-line-number"),
        rx.cond(
            line.starts != "", rx.el.span(line.starts, rx.el.br(), line.ends, class_name="schedule-line-time")
        ),
        style={"gridRow": line.line},
        class_name="schedule-line",
        aria_hidden=True,
    )


def _day(day: DayRow) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(
                rx.el.span(day.title, class_name="schedule-day-long"),
                rx.el.span(
                    day.weekday, " ", rx.el.b(day.number), class_name="schedule-day-short", aria_hidden=True
                ),
            ),
            rx.cond(day.today, kit.badge(t("today"), "accent")),
            rx.cond(day.hint != "", rx.el.p(day.hint, class_name="schedule-hint")),
            class_name="schedule-day-head",
        ),
        rx.cond(day.note != "", rx.el.p(day.note, class_name="schedule-note")),
        rx.foreach(day.slots, _slot),
        aria_label=day.title,
        style={"--column": day.column},
        class_name="schedule-day"
        + rx.cond(day.iso == ScheduleState.day, " schedule-day-shown", "")
        + rx.cond(day.today, " schedule-day-today", "")
        + rx.cond(day.off, " schedule-day-off", ""),
    )


def _slot(slot: SlotRow) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.span(slot.number, class_name="schedule-slot-number"),
            rx.el.span(slot.starts, class_name="schedule-slot-time"),
            class_name="schedule-slot-lead",
        ),
        rx.el.div(
            rx.cond(slot.unusual, rx.el.div(slot.span, class_name="schedule-unusual")),
            rx.match(
                slot.moment,
                ("now", kit.badge(t("now"), "accent", icon="circle-dot")),
                ("next", kit.badge(t("next"), "soft", icon="arrow-right")),
                rx.fragment(),
            ),
            rx.cond(
                some(slot.lessons),
                rx.foreach(slot.lessons, _lesson),
                rx.el.div(ScheduleState.free_words, class_name="schedule-free"),
            ),
            class_name="schedule-slot-main",
        ),
        style={"--line": slot.line},
        class_name=f"schedule-slot schedule-slot-{slot.moment}",
    )


def _lesson(lesson: LessonRow) -> rx.Component:
    tone = rx.match(lesson.kind, ("cancelled", "red"), (BOOKED, "accent"), "amber")
    changed = rx.match(lesson.kind, ("", False), ("cancelled", False), (BOOKED, False), True)
    return rx.el.article(
        rx.cond(lesson.badge != "", rx.el.div(kit.badge(lesson.badge, tone))),
        rx.el.div(lesson.subject, class_name="schedule-subject"),
        rx.cond(lesson.change != "", rx.el.div(lesson.change, class_name="schedule-change")),
        rx.el.div(
            rx.el.span(lesson.about),
            rx.cond(lesson.room != "", rx.el.span(lesson.room, class_name="schedule-room")),
            class_name="schedule-about",
        ),
        rx.cond(lesson.note != "", rx.el.div(lesson.note, class_name="schedule-lesson-note")),
        class_name=kit.class_names(
            "schedule-lesson",
            {
                "schedule-cancelled": lesson.kind == "cancelled",
                "schedule-booked": lesson.kind == BOOKED,
                "schedule-changed": changed,
            },
        ),
    )
