"""The places of the navigation and the permission each asks for, most used first."""

from ejournal.access.permissions import Permission
from ejournal.ui.runtime.session import FAMILY, WORK, Place

AT_THE_BOTTOM = 4
"""Places on a phone's bar beside «Ещё»."""
IN_SHORT = {"accounts": ("Доступ", "Accounts")}
"""What a place is called on a phone's bar, where its own name would take two lines."""
CLASSES = ("Классы", "Classes")
"""What the place of one's class is called for whoever has none of their own but may see all."""
CHAT = "chat"
ACCOUNT = "account"
"""The place that is reached by the person's own name instead of the list."""


def _part(key: str, title_ru: str, title_en: str, href: str) -> Place:
    """A place within the schedule; its icon has its name."""
    return Place(key, title_ru, title_en, href, key, within="schedule", side=WORK)


def _within_class(key: str, title_ru: str, title_en: str, href: str) -> Place:
    return Place(key, title_ru, title_en, href, "people", within="class", side=WORK)


def _of_family(key: str, title_ru: str, title_en: str, href: str, icon: str) -> Place:
    return Place(key, title_ru, title_en, href, icon, side=FAMILY)


def _of_work(key: str, title_ru: str, title_en: str, href: str, icon: str) -> Place:
    return Place(key, title_ru, title_en, href, icon, side=WORK)


PLACES: tuple[tuple[Place, Permission], ...] = (
    (Place("home", "Сегодня", "Today", "/", "home"), Permission.HOME_READ),
    (_of_family("diary", "Дневник", "Diary", "/diary", "book"), Permission.DIARY_READ),
    (_of_work("journal", "Журнал", "Journal", "/journal", "journal"), Permission.JOURNAL_READ),
    (
        Place("papers", "Печать", "Printing", "/papers", "print", within="journal", side=WORK),
        Permission.JOURNAL_READ,
    ),
    (
        Place(
            "late_changes",
            "Исправления",
            "Late changes",
            "/late-changes",
            "approve",
            within="journal",
            side=WORK,
        ),
        Permission.LATE_CHANGE_DECIDE,
    ),
    (Place("schedule", "Расписание", "Schedule", "/schedule", "schedule"), Permission.SCHEDULE_READ),
    (_part("substitutions", "Замены", "Substitutions", "/substitutions"), Permission.SUBSTITUTION_WRITE),
    (_part("rooms", "Кабинеты", "Rooms", "/schedule/rooms"), Permission.SCHEDULE_OF_OTHERS_READ),
    (
        _part("schedule_setup", "Настройка расписания", "Schedule setup", "/schedule/calendar"),
        Permission.SCHEDULE_WRITE,
    ),
    (_part("own_absence", "Отсутствие", "Absence", "/absence"), Permission.ABSENCE_REPORT),
    (Place(CHAT, "Сообщения", "Messages", "/chat", "messages"), Permission.CHAT_TAKE_PART),
    (
        Place("messages", "Сообщения школы", "School messages", "/messages", "messages", within=CHAT),
        Permission.MESSAGE_READ,
    ),
    (Place("events", "События", "Events", "/events", "events", within=CHAT), Permission.EVENT_READ),
    (Place("news", "Новости", "News", "/news", "news", within=CHAT), Permission.NEWS_READ),
    (
        Place("surveys", "Опросы", "Surveys", "/surveys", "surveys", within=CHAT),
        Permission.SURVEY_READ,
    ),
    (
        Place("documents", "Документы", "Documents", "/documents", "papers", within=CHAT),
        Permission.DOCUMENT_READ,
    ),
    (Place("forum", "Форум", "Forum", "/forum", "forum", within=CHAT), Permission.FORUM_TAKE_PART),
    (_of_family("diary_marks", "Отметки", "Marks", "/diary/marks", "marks"), Permission.DIARY_READ),
    (
        _of_family("diary_absences", "Пропуски", "Absences", "/diary/absences", "absences"),
        Permission.DIARY_READ,
    ),
    (_of_work("class", "Мой класс", "My class", "/class", "people"), Permission.CLASS_READ),
    (_within_class("class_people", "Список класса", "Class list", "/class/people"), Permission.CLASS_READ),
    (
        Place("class_page", "Страница класса", "Class page", "/class-page", "class_page", within="class"),
        Permission.CLASS_PAGE_READ,
    ),
    (
        Place("reports", "Отчёты", "Reports", "/reports", "reports", within="class", side=WORK),
        Permission.REPORTS_READ,
    ),
    (_of_work("people", "Люди", "People", "/people", "people"), Permission.PEOPLE_READ),
    (
        Place("consents", "Согласия", "Consents", "/consents", "people", within="people", side=WORK),
        Permission.CONSENT_TEXTS_READ,
    ),
    (
        Place(
            "consents_register",
            "Реестр согласий",
            "Register of consents",
            "/consents/register",
            "people",
            within="people",
            side=WORK,
        ),
        Permission.CONSENTS_READ,
    ),
    (
        Place(
            "openings", "Кто открывал", "Who opened", "/people/openings", "people", within="people", side=WORK
        ),
        Permission.OPENINGS_READ,
    ),
    (_of_work("accounts", "Учётные записи", "Accounts", "/accounts", "people"), Permission.ACCOUNTS_MANAGE),
    (_of_work("settings", "Настройки", "Settings", "/settings", "settings"), Permission.SETTINGS_MANAGE),
    (Place("account", "Учётная запись", "Account", "/account", "person"), Permission.ACCOUNT_READ),
)


def side_of(path: str) -> str:
    """The side of the page at the path; empty where it belongs to either."""
    found = [place for place, _ in PLACES if f"{path}/".startswith(f"{place.href}/")]
    return max(found, key=lambda place: len(place.href)).side if found else ""
