"""What stands on the page of the demo class: news, dates, a document, a parent who may write there."""

from datetime import date, datetime, timedelta

from ejournal.demo.chat.files import MEALS, show
from ejournal.demo.forum import ring
from ejournal.demo.store import Store
from ejournal.demo.world import ZONE, Klass, World, moment
from ejournal.models import ClassHelper, ClassItem, ClassPart, FileUser, NoticeKind
from ejournal.services.class_page.telling import news_key

MEETING = (
    "Встречаемся в кабинете класса **в 18:00**.\n\n"
    "- итоги месяца;\n- поездка в музей;\n- питание и горячие завтраки."
)
FAIR = "Нужны по две поделки от семьи. Столы накрываем в 12:00, помощь старших *очень* пригодится."


def add_class_page(store: Store, world: World) -> None:
    """Let the class teacher and a parent write on the page, and tell the class of the latest news."""
    klass, parent = world.main_class, world.cast["parent"]
    if klass.teacher is None:
        return
    leader, today = klass.teacher.id, world.now.astimezone(ZONE).date()
    store.add(
        ClassHelper, school_id=world.school_id, class_id=klass.id, person_id=parent, given_by_id=leader,
        starts=today - timedelta(days=30),
    )  # fmt: skip

    def put(part: ClassPart, author: int, back: int, title: str, words: str = "", day: date | None = None,
            *, pinned: bool = False) -> tuple[int, datetime]:  # fmt: skip
        at = min(moment(today - timedelta(days=back), 16, 20), world.now)
        number = store.add(
            ClassItem, school_id=world.school_id, class_id=klass.id, part=part, title=title, words=words,
            day=day, pinned=pinned, author_id=author, of_family=author == parent, written_at=at,
        )  # fmt: skip
        return number, at

    friday = today + timedelta(days=(4 - today.weekday()) % 7 + 7)
    put(ClassPart.NEWS, leader, 9, "Родительское собрание", MEETING, pinned=True)
    number, at = put(ClassPart.NEWS, parent, 2, "Ярмарка класса", FAIR)
    put(ClassPart.DATE, leader, 9, "Родительское собрание в 18:00", day=friday)
    put(ClassPart.DATE, leader, 5, "Поездка в музей", "Сбор у школы в 9:00.", day=friday + timedelta(days=7))
    put(ClassPart.DATE, leader, 30, "Классный час о правилах класса", day=today - timedelta(days=21))
    for one in world.classes:
        if one is klass or any(parent in pupil.guardians for pupil in one.pupils):
            _add_form(store, world, one)
    pupil = world.cast["pupil"]
    told = {"class_id": klass.id, "class": klass.title, "title": "Ярмарка класса"}
    ring(store, world, pupil, NoticeKind.CLASS_NEWS, news_key(number), at, **told)


def _add_form(store: Store, world: World, klass: Klass) -> None:
    """A form that families print and sign."""
    if klass.teacher is None:
        return
    leader, today = klass.teacher.id, world.now.astimezone(ZONE).date()
    at = min(moment(today - timedelta(days=12), 16, 20), world.now)
    number = store.add(
        ClassItem, school_id=world.school_id, class_id=klass.id, part=ClassPart.DOCUMENT,
        title="Заявление на питание", words="Распечатайте, подпишите и передайте с ребёнком.", day=None,
        pinned=False, author_id=leader, of_family=False, written_at=at,
    )  # fmt: skip
    show(store, world.school_id, (FileUser.CLASS_ITEM, number), leader, at, MEALS)
