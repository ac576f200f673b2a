"""The tables as Core sees them: for reads of many rows by column and for fast writes."""

from ejournal.models import (
    AbsenceNotice,
    AcademicYear,
    Account,
    AccountPlace,
    Attendance,
    AuditEntry,
    ChangeRequest,
    ChannelDay,
    ChatMember,
    ChatMention,
    ChatMessage,
    ChatMute,
    ChatReaction,
    ChatReport,
    ChatRoom,
    ChatSeen,
    ChatWord,
    ClassHelper,
    ClassItem,
    Consent,
    ConsentDocument,
    ConsentPurpose,
    CoTeacher,
    Course,
    Delivery,
    DocumentPart,
    DocumentReader,
    DocumentSignature,
    DocumentVersion,
    Enrolment,
    Event,
    EventAnswer,
    EventDate,
    EventPart,
    Exemption,
    ForumDecision,
    ForumPost,
    ForumReport,
    ForumSection,
    ForumSeen,
    ForumSubscription,
    ForumTopic,
    ForumWord,
    Group,
    GroupMember,
    Guardianship,
    IssuedPaper,
    KindOfWork,
    Lesson,
    Mark,
    MassMessage,
    MessageChild,
    MessageChoice,
    MessagePart,
    MessageReader,
    MessageTemplate,
    MessengerBot,
    MessengerChat,
    NewsComment,
    NewsItem,
    NewsPart,
    NewsReader,
    NewsReport,
    NoticeChoice,
    NoticeDefault,
    NoticeHours,
    Opening,
    OutboxNotice,
    PaperArchive,
    PaperPart,
    PaperRun,
    Person,
    PushDevice,
    RegistrationReminder,
    Remark,
    RoleGrant,
    Room,
    School,
    SchoolClass,
    SchoolDocument,
    SchoolSettings,
    Subject,
    SubstituteTask,
    Survey,
    SurveyAnswer,
    SurveyAuthor,
    SurveyOption,
    SurveyPart,
    SurveyQuestion,
    SurveyReader,
    SurveyRule,
    SurveySealed,
    SurveySeat,
    SurveySeatChild,
    TermMark,
    Webhook,
)
from ejournal.models.base import table

absence_notice = table(AbsenceNotice)
academic_year = table(AcademicYear)
attendance = table(Attendance)
audit_entry = table(AuditEntry)
change_request = table(ChangeRequest)
chat_member = table(ChatMember)
chat_message = table(ChatMessage)
chat_mute = table(ChatMute)
chat_reaction = table(ChatReaction)
chat_report = table(ChatReport)
chat_room = table(ChatRoom)
chat_seen = table(ChatSeen)
chat_word = table(ChatWord)
chat_mention = table(ChatMention)
consent = table(Consent)
consent_document = table(ConsentDocument)
consent_purpose = table(ConsentPurpose)
account = table(Account)
account_place = table(AccountPlace)
co_teacher = table(CoTeacher)
course = table(Course)
delivery = table(Delivery)
document_part = table(DocumentPart)
document_reader = table(DocumentReader)
document_signature = table(DocumentSignature)
document_version = table(DocumentVersion)
enrolment = table(Enrolment)
school_event = table(Event)
event_answer = table(EventAnswer)
event_date = table(EventDate)
event_part = table(EventPart)
exemption = table(Exemption)
class_helper = table(ClassHelper)
class_item = table(ClassItem)
forum_decision = table(ForumDecision)
forum_post = table(ForumPost)
forum_report = table(ForumReport)
forum_section = table(ForumSection)
forum_seen = table(ForumSeen)
forum_subscription = table(ForumSubscription)
forum_topic = table(ForumTopic)
forum_word = table(ForumWord)
group_member = table(GroupMember)
guardianship = table(Guardianship)
issued_paper = table(IssuedPaper)
kind_of_work = table(KindOfWork)
lesson = table(Lesson)
mass_message = table(MassMessage)
message_child = table(MessageChild)
message_choice = table(MessageChoice)
message_part = table(MessagePart)
message_reader = table(MessageReader)
message_template = table(MessageTemplate)
survey = table(Survey)
survey_answer = table(SurveyAnswer)
survey_author = table(SurveyAuthor)
survey_option = table(SurveyOption)
survey_part = table(SurveyPart)
survey_question = table(SurveyQuestion)
survey_reader = table(SurveyReader)
survey_rule = table(SurveyRule)
survey_sealed = table(SurveySealed)
survey_seat = table(SurveySeat)
survey_seat_child = table(SurveySeatChild)
messenger_bot = table(MessengerBot)
messenger_chat = table(MessengerChat)
mark = table(Mark)
news_comment = table(NewsComment)
news_item = table(NewsItem)
news_part = table(NewsPart)
news_reader = table(NewsReader)
news_report = table(NewsReport)
notice_choice = table(NoticeChoice)
notice_default = table(NoticeDefault)
notice_hours = table(NoticeHours)
opening = table(Opening)
outbox_notice = table(OutboxNotice)
push_device = table(PushDevice)
channel_day = table(ChannelDay)
paper_archive = table(PaperArchive)
paper_part = table(PaperPart)
paper_run = table(PaperRun)
person = table(Person)
registration_reminder = table(RegistrationReminder)
remark = table(Remark)
role_grant = table(RoleGrant)
room = table(Room)
school_class = table(SchoolClass)
school_document = table(SchoolDocument)
school_settings = table(SchoolSettings)
study_group = table(Group)
school = table(School)
subject = table(Subject)
substitute_task = table(SubstituteTask)
term_mark = table(TermMark)
webhook = table(Webhook)
