"""The app: its pages, its HTTP routes, its background work."""

import reflex as rx

from ejournal.http.app import http_app
from ejournal.pages.account import page as _account  # noqa: F401
from ejournal.pages.accounts import page as _accounts  # noqa: F401
from ejournal.pages.chat import page as _chat  # noqa: F401
from ejournal.pages.chat_reports import page as _chat_reports  # noqa: F401
from ejournal.pages.class_overview import page as _class_overview  # noqa: F401
from ejournal.pages.class_page import page as _class_page  # noqa: F401
from ejournal.pages.class_people import page as _class_people  # noqa: F401
from ejournal.pages.consents import page as _consents  # noqa: F401
from ejournal.pages.consents_register import page as _consents_register  # noqa: F401
from ejournal.pages.deliveries import page as _deliveries  # noqa: F401
from ejournal.pages.diary import page as _diary  # noqa: F401
from ejournal.pages.diary_absences import page as _diary_absences  # noqa: F401
from ejournal.pages.diary_dynamics import page as _diary_dynamics  # noqa: F401
from ejournal.pages.diary_marks import page as _diary_marks  # noqa: F401
from ejournal.pages.documents import page as _documents  # noqa: F401
from ejournal.pages.duplicates import page as _duplicates  # noqa: F401
from ejournal.pages.early_notices import page as _early_notices  # noqa: F401
from ejournal.pages.events import page as _events  # noqa: F401
from ejournal.pages.forum import page as _forum  # noqa: F401
from ejournal.pages.home import page as _home  # noqa: F401
from ejournal.pages.journal import page as _journal  # noqa: F401
from ejournal.pages.late_changes import page as _late_changes  # noqa: F401
from ejournal.pages.marks_import import page as _marks_import  # noqa: F401
from ejournal.pages.messages import page as _messages  # noqa: F401
from ejournal.pages.newcomers import page as _newcomers  # noqa: F401
from ejournal.pages.news import page as _news  # noqa: F401
from ejournal.pages.notice_choices import page as _notice_choices  # noqa: F401
from ejournal.pages.notices import page as _notices  # noqa: F401
from ejournal.pages.openings import page as _openings  # noqa: F401
from ejournal.pages.own_reports import page as _own_reports  # noqa: F401
from ejournal.pages.papers import archive_page as _papers_archive  # noqa: F401
from ejournal.pages.papers import page as _papers  # noqa: F401
from ejournal.pages.people import page as _people  # noqa: F401
from ejournal.pages.people_import import page as _people_import  # noqa: F401
from ejournal.pages.report_charts import page as _report_charts  # noqa: F401
from ejournal.pages.reports import page as _reports  # noqa: F401
from ejournal.pages.rooms import page as _rooms  # noqa: F401
from ejournal.pages.schedule import page as _schedule  # noqa: F401
from ejournal.pages.schedule_import import page as _schedule_import  # noqa: F401
from ejournal.pages.school_calendar import page as _school_calendar  # noqa: F401
from ejournal.pages.school_settings import page as _school_settings  # noqa: F401
from ejournal.pages.setup import page as _setup  # noqa: F401
from ejournal.pages.sign_in import page as _sign_in  # noqa: F401
from ejournal.pages.slips import page as _slips  # noqa: F401
from ejournal.pages.substitutions import page as _substitutions  # noqa: F401
from ejournal.pages.survey_answers import page as _survey_answer  # noqa: F401
from ejournal.pages.survey_results import page as _survey_results  # noqa: F401
from ejournal.pages.surveys import page as _surveys  # noqa: F401
from ejournal.pages.timetable_editor import page as _timetable_editor  # noqa: F401
from ejournal.pages.usage import page as _usage  # noqa: F401
from ejournal.pulse import pulse
from ejournal.ui.first_text.writing import first_text
from ejournal.ui.frame.document import app_options
from ejournal.ui.frame.errors import not_found
from ejournal.ui.runtime import hydration, live, packing, warm
from ejournal.ui.runtime.background import (
    days,
    deliveries,
    files,
    mails,
    marks_imports,
    paper_runs,
    reminders,
)
from ejournal.ui.runtime.doors import namespace as doors
from ejournal.ui.words.text import NO_SUCH_PAGE, tab_title

app = rx.App(**app_options(), api_transformer=http_app(write=first_text))
app.add_page(not_found, route="404", title=tab_title(NO_SUCH_PAGE))
doors.attach(app)
hydration.attach(app)
live.attach(app)
packing.attach(app)
warm.attach(app)
days.attach(app)
mails.attach(app)
deliveries.attach(app)
reminders.attach(app)
files.attach(app)
marks_imports.attach(app)
paper_runs.attach(app)
app.register_lifespan_task(pulse.beat)
