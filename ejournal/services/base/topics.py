"""Names of the live topics: what services say they have changed, and what open pages follow."""


def message_topic(message_id: int) -> str:
    """What the open page of a message's author follows: who has seen and answered it."""
    return f"message:{message_id}"


def message_text_topic(message_id: int) -> str:
    """What the open pages of those who got a message follow: that it was withdrawn."""
    return f"message-text:{message_id}"


def own_messages_topic(person_id: int) -> str:
    """What open lists of an author's messages follow: those written, waiting and sent."""
    return f"messages-of:{person_id}"


def survey_topic(survey_id: int) -> str:
    """What open pages of a survey follow: that it was opened, changed, closed."""
    return f"survey:{survey_id}"


def survey_answers_topic(survey_id: int) -> str:
    """What open results and shares of a survey follow: that somebody has answered."""
    return f"survey-answers:{survey_id}"


def survey_list_topic(school_id: int) -> str:
    """What open lists of a school's surveys follow: a survey that was begun, opened, closed."""
    return f"school:{school_id}:surveys"


def ways_topic(account_id: int) -> str:
    """What open choices of an account's notices follow: a messenger that was connected, or is no more."""
    return f"ways:{account_id}"


SESSION = "session:"
"""How the topics of sign-ins begin."""


def course_topic(course_id: int) -> str:
    """What open journals of a course follow."""
    return f"course:{course_id}"


def pupil_topic(pupil_id: int) -> str:
    """What open diaries of a pupil follow."""
    return f"pupil:{pupil_id}"


def class_topic(class_id: int) -> str:
    """What open pages of a class's teacher follow: absences that families announce, and their reasons."""
    return f"class:{class_id}"


def late_topic(school_id: int) -> str:
    """What open lists of a school's late changes follow."""
    return f"school:{school_id}:late"


def early_notice_topic(school_id: int) -> str:
    """What open lists of a school's early notices follow."""
    return f"school:{school_id}:early-notice"


def issued_topic(school_id: int) -> str:
    """What open lists of a school's issued papers follow."""
    return f"school:{school_id}:issued"


def own_reports_topic(school_id: int) -> str:
    """What open lists of a school's kept reports follow."""
    return f"school:{school_id}:own-reports"


def session_topic(session_id: int) -> str:
    """What every tab of a sign-in follows: its end."""
    return f"{SESSION}{session_id}"


PLACE = "place:"
"""How the topics of sign-ins begin that act as somebody else now."""


def place_topic(session_id: int) -> str:
    """What every tab of a sign-in follows: that it acts in another school now."""
    return f"{PLACE}{session_id}"


BELL = "bell:"
"""How the topics of people's own notices begin."""


def bell_topic(person_id: int) -> str:
    """What every tab of a person follows: notices that came, or were read elsewhere."""
    return f"{BELL}{person_id}"


def schedule_topic(school_id: int) -> str:
    """What open schedules of a school follow: substitutions, published timetables, bells."""
    return f"school:{school_id}:schedule"


def import_topic(school_id: int) -> str:
    """What open pages of the timetable's import follow: how far an import of the school is."""
    return f"school:{school_id}:import"


def marks_import_topic(school_id: int) -> str:
    """What open pages of the import of marks follow: how far an import of the school is."""
    return f"school:{school_id}:marks-import"


def timetable_topic(version_id: int) -> str:
    """What open editors of a timetable's version follow: lessons moved, and long work on it."""
    return f"timetable:{version_id}"


def journals_topic(school_id: int) -> str:
    """What every open journal of a school follows: its kinds of work, its rules of marks."""
    return f"school:{school_id}:journals"


def load_topic(school_id: int) -> str:
    """What open editors of a school's timetables follow: its teaching load, and what teachers need."""
    return f"school:{school_id}:load"


def consents_topic(school_id: int) -> str:
    """What open registers of a school's consents follow: answers, new versions."""
    return f"school:{school_id}:consents"


def people_topic(school_id: int) -> str:
    """What open lists of a school's people and their cards follow: names, roles, classes, accounts."""
    return f"school:{school_id}:people"


def papers_topic(school_id: int) -> str:
    """What open pages of printing follow: how far the papers of the whole school are."""
    return f"school:{school_id}:papers"


CHAT_ROOM = "chat:"


def chat_topic(room_id: int) -> str:
    """What open pages of those in a room of the chat follow: its messages."""
    return f"{CHAT_ROOM}{room_id}"


def chat_room_of(topic: str) -> int | None:
    """The room whose messages the topic is about; None for any other topic."""
    return int(topic.removeprefix(CHAT_ROOM)) if topic.startswith(CHAT_ROOM) else None


CHAT_TYPING = "chat-typing:"


def chat_typing_topic(room_id: int) -> str:
    """What the open room of the chat follows: who is writing there at this moment."""
    return f"{CHAT_TYPING}{room_id}"


def chat_typing_room_of(topic: str) -> int | None:
    """The room in which somebody writes, as the topic tells; None for any other topic."""
    return int(topic.removeprefix(CHAT_TYPING)) if topic.startswith(CHAT_TYPING) else None


def chat_list_topic(person_id: int) -> str:
    """What a person's open chats follow: rooms that came or went."""
    return f"chat-list:{person_id}"


def chat_reports_topic(school_id: int) -> str:
    """What moderators' open pages follow: messages that somebody has reported."""
    return f"school:{school_id}:chat-reports"


def forum_topic(school_id: int) -> str:
    """What open lists of a school's forum follow: sections, topics, what waits for moderators."""
    return f"school:{school_id}:forum"


def thread_topic(topic_id: int) -> str:
    """What open pages of a topic of the forum follow: its posts."""
    return f"forum:{topic_id}"


def events_topic(school_id: int) -> str:
    """What open calendars of a school's events follow: what was announced, moved, cancelled."""
    return f"school:{school_id}:events"


def event_topic(event_id: int) -> str:
    """What open pages of an event follow: its dates, and who comes."""
    return f"event:{event_id}"


def news_list_topic(school_id: int) -> str:
    """What open lists of a school's news follow: what came out, was changed or withdrawn."""
    return f"school:{school_id}:news"


def news_topic(news_id: int) -> str:
    """What open pages of an item of news follow: its words, comments, who has acknowledged it."""
    return f"news:{news_id}"


def class_page_topic(class_id: int) -> str:
    """What open pages of a class follow: its news, dates, documents, who writes there."""
    return f"class-page:{class_id}"


def documents_topic(school_id: int) -> str:
    """What open lists of a school's documents follow: versions published, documents withdrawn."""
    return f"school:{school_id}:documents"


def document_topic(document_id: int) -> str:
    """What the open register of a document follows: who has acknowledged it."""
    return f"document:{document_id}"
