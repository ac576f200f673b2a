"""How long what people write may be: the one source for tables, services, pages and the browser.

Characters are counted as Python counts them, after white space at both ends is taken away.
"""

# in lessons
TOPIC = 500
HOMEWORK = 2000
HOMEWORK_MINUTES = 300
REMARK = 1000
COMMENT = 500
"""Of a mark."""
REASON = 400
"""Why a change comes late."""
TASK = 1000
"""For the substitute."""

# on days
NOTE = 400
"""A word with an absence, or with what was decided."""
NOTICED = 400
"""The facts of an early notice, as they were shown."""
CANCELLED_REASON = 200
EXEMPTION_REASON = 200
OVERRIDE_REASON = 400
"""Why a timetable is published with errors."""
ORDER_NUMBER = 40
DAY_NAME = 120
"""Of holidays, and what is noted with a moved day."""
BOOKING = 200

# names
PERSON = 80
SCHOOL = 200
SCHOOL_SHORT = 80
SCHOOL_CODE = 40
ADDRESS = 300
LOGIN = 80
EMAIL = 200
PASSKEY = 60
"""What its owner calls a passkey."""
INN = 20
"""As typed, with spaces."""
SUBJECT = 120
YEAR = 20
TERMS = 80
BELLS = 80
ROOM = 80
GROUP = 80
VERSION = 120
KIND = 80
KIND_SHORT = 12
SCREEN = 80
SEARCH = 80
STEM = 40
"""Of a word by which texts are found; longer ones are found by their beginning."""
PHONE = 40
EMAIL = 200
LEAVING_REASON = 200
RELATION = 40

REPORT = 120
"""What its owner calls a report."""

CONSENT_PURPOSE = 80
CONSENT_TITLE = 200
CONSENT_TEXT = 8000
CONSENT_REFUSAL = 600
"""What it means to refuse."""

WEBHOOK = 500
"""The address of another system that a school has told of its notices."""

PUSH_ENDPOINT = 1000
"""The address at which a push service takes a browser's messages."""

CHAT = 4000
"""A message."""
CHAT_TITLE = 80
"""What a group of the staff is called."""
CHAT_CLIENT = 40
"""The name that a browser gives a message."""

FILE_NAME = 120
"""With its ending."""
FILE_CLIENT = 40
"""The name that a browser gives a file on its way in."""
FORUM_SECTION = 80
FORUM_ABOUT = 400
"""What a section is for."""
FORUM_TOPIC = 160
FORUM_POST = 8000

CLASS_ITEM_TITLE = 160
"""Of what stands on a class's page."""
CLASS_ITEM = 8000

NEWS_TITLE = 160
NEWS = 16000
"""The text of an item of news."""
NEWS_COMMENT = 2000

EVENT_TITLE = 160
EVENT = 16000
"""What is said of an event."""
EVENT_PLACE = 160
EVENT_DAYS = 1000
"""Further dates, as they are typed."""

MESSAGE = 4000
"""A message to many."""
MESSAGE_TITLE = 120
MESSAGE_OPTION = 60
"""One of what may be answered."""
MESSAGE_OPTIONS = 1000
"""All of them as they are typed."""

SURVEY_TITLE = 120
SURVEY_INTRO = 2000
"""What those who are asked read first."""
SURVEY_QUESTION = 300
SURVEY_NOTE = 600
"""Beneath a question."""
SURVEY_OPTION = 160
SURVEY_ALT = 300
"""What is on a picture."""
SURVEY_END = 60
"""What an end of a scale means."""
SURVEY_OTHER = 160
"""An answer of one's own beside what may be chosen."""
SURVEY_SHORT_ANSWER = 300
SURVEY_LONG_ANSWER = 4000
DOCUMENT_TITLE = 200
DOCUMENT = 40_000
"""The text of a document that people acknowledge."""

LIST_CELL = 200
"""A cell of a list of people, written anew."""
CHOSEN = 60
"""The key of what was chosen in a report: a view, a class, a period, a column."""
CHART_NUMBER = 200
"""The key of a number of a chart."""
NUMBER = 20
"""Of signs in which a number is looked for."""
PASSWORD = 128
BELL_TIMES = 2000
"""Of a pasted list."""
CLASS_NAMES = 4000
SUBJECT_NAMES = 4000
