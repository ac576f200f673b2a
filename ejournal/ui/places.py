"""The places of the navigation and the permission each asks for, most used first."""

from ejournal.access.permissions import Permission
from ejournal.ui.session import Place

PLACES: tuple[tuple[Place, Permission], ...] = (
    (Place("home", "Сегодня", "Today", "/", "home"), Permission.HOME_READ),
    (Place("diary", "Дневник", "Diary", "/diary", "book"), Permission.DIARY_READ),
    (Place("journal", "Журнал", "Journal", "/journal", "journal"), Permission.JOURNAL_READ),
    (Place("schedule", "Расписание", "Schedule", "/schedule", "schedule"), Permission.SCHEDULE_READ),
    (Place("diary_marks", "Отметки", "Marks", "/diary/marks", "marks"), Permission.DIARY_READ),
    (Place("diary_absences", "Пропуски", "Absences", "/diary/absences", "absences"), Permission.DIARY_READ),
    (Place("class", "Мой класс", "My class", "/class", "people"), Permission.CLASS_READ),
    (
        Place("late_changes", "Исправления", "Late changes", "/late-changes", "approve"),
        Permission.LATE_CHANGE_DECIDE,
    ),
    (Place("accounts", "Учётные записи", "Accounts", "/accounts", "people"), Permission.ACCOUNTS_MANAGE),
    (Place("settings", "Настройки", "Settings", "/settings", "settings"), Permission.SETTINGS_MANAGE),
    (
        Place(
            "schedule_setup", "Настройка расписания", "Schedule setup", "/schedule/calendar", "schedule_setup"
        ),
        Permission.SCHEDULE_WRITE,
    ),
    (
        Place("substitutions", "Замены", "Substitutions", "/substitutions", "substitutions"),
        Permission.SUBSTITUTION_WRITE,
    ),
    (
        Place("own_absence", "Отсутствие", "Absence", "/absence", "absences"),
        Permission.ABSENCE_REPORT,
    ),
    (Place("account", "Учётная запись", "Account", "/account", "person"), Permission.ACCOUNT_READ),
)
