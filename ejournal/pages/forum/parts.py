"""Parts of the forum: sections, topics of one, search, a new topic, the dialog of a section."""

import reflex as rx

from ejournal import limits
from ejournal.pages.forum.rows import ExcerptRow, FoundRow, PageRow, SectionGroup, SectionRow, TopicRow
from ejournal.pages.forum.section_state import ForumSectionState
from ejournal.pages.forum.state import TITLE_DRAFT, WORDS_DRAFT, ForumState
from ejournal.services.forum import posting
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t, t_format
from ejournal.ui.words.vars import some

State = ForumState
Form = ForumSectionState


def waits() -> rx.Component:
    """Leads moderators to what waits for them."""
    return rx.cond(
        State.moderates,
        rx.cond(
            State.waiting > 0,
            kit.link_button(t_format("Waits for you: {n}", n=State.waiting), "/forum/waiting", icon="flag"),
            kit.link_button(t("Moderation"), "/forum/waiting", icon="flag"),
        ),
    )


def makers() -> rx.Component:
    """Makes a section; changes the open one; begins a topic in it."""
    return rx.fragment(
        rx.cond(
            (State.head.id == 0) & State.makes,
            kit.button(t("New section"), icon="plus", on_click=Form.new_section),
        ),
        rx.cond(
            State.head.moderates,
            kit.button(t("Change the section"), icon="settings-2", on_click=Form.show_section(State.head.id)),
        ),
        rx.cond(
            State.head.may_write,
            kit.button(t("New topic"), icon="square-pen", kind="primary", on_click=State.start_topic),
        ),
    )


def forum() -> rx.Component:
    """Search; what was found, or the sections, or the topics of the open one."""
    return kit.stack(
        _search(),
        rx.cond(
            State.searched,
            _found(),
            rx.cond(State.head.id > 0, _topics(), _sections()),
        ),
    )


def _search() -> rx.Component:
    return rx.el.div(
        kit.icon("search", 18),
        rx.el.input(
            type="search",
            aria_label=t("Search in the forum"),
            placeholder=t("Search in the forum"),
            max_length=limits.SEARCH,
            default_value="",
            key=f"search-{State.head.id}",
            on_change=State.search.debounce(300),
            class_name="field-box",
        ),
        class_name="search-box",
        role="search",
    )


def _found() -> rx.Component:
    return rx.fragment(
        rx.el.p(State.found_note, class_name="soft small", role="status"),
        rx.cond(
            some(State.found),
            kit.sheet(kit.rows(rx.foreach(State.found, _hit))),
            rx.cond(
                State.found_note == "",
                kit.sheet(kit.empty_state(t("Nothing was found"), t("Try other words."), icon="search-x")),
            ),
        ),
    )


def _hit(one: FoundRow) -> rx.Component:
    note = rx.fragment(_marked(one.words), rx.el.br(), one.note)
    return kit.row(_marked(one.title), note, href=one.href)


def _marked(one: ExcerptRow) -> rx.Component:
    """The words with the one that was sought marked."""
    return rx.el.span(one.before, rx.cond(one.word != "", rx.el.mark(one.word)), one.after, dir="auto")


def _sections() -> rx.Component:
    return rx.fragment(
        rx.cond(
            some(State.groups),
            rx.foreach(State.groups, _group),
            kit.sheet(
                kit.empty_state(
                    t("The forum has no sections yet"),
                    t("The administration and class teachers make them."),
                    icon="messages-square",
                )
            ),
        ),
        rx.cond(
            State.usual,
            kit.callout(
                t("The usual sections: of the whole school, of parents, of each class."),
                action=kit.button(t("Make them"), on_click=State.make_usual),
            ),
        ),
    )


def _group(group: SectionGroup) -> rx.Component:
    return kit.sheet(kit.rows(rx.foreach(group.sections, _section)), title=group.title)


def _section(one: SectionRow) -> rx.Component:
    return kit.row(
        rx.el.span(one.title, dir="auto"),
        rx.fragment(rx.cond(one.about != "", rx.el.span(one.about, " · ", dir="auto")), one.note),
        end=rx.fragment(kit.counter(one.new, t("new topics")), kit.icon("chevron-right")),
        href=one.href,
    )


def _topics() -> rx.Component:
    return kit.stack(
        rx.el.div(
            rx.cond(State.head.about != "", rx.el.p(State.head.about, dir="auto")),
            rx.el.p(kit.icon("eye", 16), State.head.who, class_name="forum-who soft small"),
            rx.cond(
                State.head.waits,
                rx.el.p(
                    kit.icon("shield-check", 16),
                    t("A moderator looks at what is written before others see it."),
                    class_name="forum-who soft small",
                ),
            ),
            rx.cond(
                State.head.why != "",
                rx.el.p(kit.icon("lock", 16), State.head.why, class_name="forum-who"),
            ),
            class_name="forum-about",
        ),
        rx.cond(
            some(State.topics),
            kit.sheet(kit.rows(rx.foreach(State.topics, _topic))),
            kit.sheet(
                kit.empty_state(
                    t("No topics yet"),
                    rx.cond(State.head.may_write, t("Begin the first one."), ""),
                    icon="messages-square",
                )
            ),
        ),
        pages(State.pages),
    )


def _topic(one: TopicRow) -> rx.Component:
    title = rx.el.span(
        rx.cond(one.pinned, kit.icon("pin", 16)),
        rx.cond(one.closed, kit.icon("lock", 16)),
        rx.cond(one.pinned, rx.el.span(t("pinned"), " ", class_name="sr-only")),
        rx.cond(one.closed, rx.el.span(t("closed"), " ", class_name="sr-only")),
        rx.el.span(one.title, dir="auto"),
        class_name=rx.cond(one.new, "forum-topic is-new", "forum-topic"),
    )
    end = rx.fragment(
        rx.cond(one.state != "", kit.badge(one.state, "amber")),
        rx.cond(one.new, kit.badge(t("new"), "accent")),
        rx.el.span(one.answers, class_name="soft small"),
    )
    return kit.row(title, one.note, end=end, href=one.href, wrap=True)


def pages(row: PageRow) -> rx.Component:
    """The ways to the pages before and after."""
    return rx.cond(
        row.words != "",
        rx.el.nav(
            rx.cond(row.before != "", kit.icon_link("chevron-left", t("Previous page"), row.before)),
            rx.el.span(row.words, class_name="soft"),
            rx.cond(row.after != "", kit.icon_link("chevron-right", t("Next page"), row.after)),
            aria_label=t("Pages"),
            class_name="forum-pages",
        ),
    )


def new_topic() -> rx.Component:
    """Asks what the topic is about."""
    number = State.head.key
    return kit.form_dialog(
        kit.text_field(
            posting.TITLE,
            t("Topic"),
            error=SessionState.errors[posting.TITLE],
            limit=limits.FORUM_TOPIC,
            draft=TITLE_DRAFT + number,
        ),
        words_field(WORDS_DRAFT + number),
        name="new-topic",
        on_submit=State.begin_topic,
        is_open=State.writing,
        on_close=State.stop_topic,
        title=t("New topic"),
        note=rx.cond(State.head.waits, t("A moderator looks at it before others see it."), State.head.who),
        save=t("Publish"),
    )


def words_field(draft: kit.Words, saved: kit.Words = "") -> rx.Component:
    """The field of a post's words."""
    return kit.text_area(
        posting.WORDS,
        t("Text"),
        error=SessionState.errors[posting.WORDS],
        hint=t("**bold**, *italic*, - list, > quote; an address becomes a link."),
        limit=limits.FORUM_POST,
        draft=draft,
        default_value=saved,
    )


def section_dialog() -> rx.Component:
    """Asks what a section is, who reads and who writes."""
    form = Form.form
    return kit.form_dialog(
        rx.cond(
            form.number == 0,
            kit.select_field(
                "of_class",
                t("Of which class"),
                Form.classes,
                none=rx.cond(Form.for_school, t("of the whole school"), t("choose")),
                error=SessionState.errors["of_class"],
                default_value="",
            ),
        ),
        kit.text_field(
            "title",
            t("Name"),
            error=SessionState.errors["title"],
            default_value=form.title,
            limit=limits.FORUM_SECTION,
        ),
        kit.text_area(
            "about",
            t("What it is for"),
            error=SessionState.errors["about"],
            default_value=form.about,
            limit=limits.FORUM_ABOUT,
        ),
        _ticks("reads", t("Who reads"), form.reads_pupils, form.reads_guardians, form.reads_staff),
        _ticks("writes", t("Who writes"), form.writes_pupils, form.writes_guardians, form.writes_staff),
        _tick(
            "moderated", t("A moderator looks at posts of families before others see them"), form.moderated
        ),
        _tick("closed", t("Closed: nothing new is written here"), form.closed),
        name="forum-section",
        on_submit=Form.save_section,
        is_open=Form.section_open,
        on_close=Form.close_section,
        fresh=form.key,
        title=rx.cond(form.number == 0, t("New section"), t("The section")),
        note=t("The administration reads every section, the class teacher those of the class."),
    )


def _ticks(
    does: str, title: kit.Words, pupils: kit.Flag, guardians: kit.Flag, staff: kit.Flag
) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(title),
        _tick(f"{does}_guardians", t("parents"), guardians),
        _tick(f"{does}_pupils", t("pupils"), pupils),
        _tick(f"{does}_staff", t("the school's staff"), staff),
        kit.field_error(does, SessionState.errors[does]),
        class_name="forum-ticks",
    )


def _tick(name: str, words: kit.Words, checked: kit.Flag) -> rx.Component:
    box = rx.el.input(type="checkbox", name=name, default_checked=checked)
    return rx.el.label(box, rx.el.span(words), class_name="check")
