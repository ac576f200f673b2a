"""Russian names in both genders, and how they are spelled in Latin letters."""

from random import Random

from ejournal.models import Gender


def _words(text: str) -> list[str]:
    return text.split()


SURNAMES = _words("""
Абрамов Авдеев Агафонов Аксёнов Александров Алексеев Андреев Анисимов Антипов Антонов Артемьев
Архипов Афанасьев Баранов Белов Белоусов Беляев Беспалов Блинов Бобров Богданов Большаков Борисов
Быков Васильев Веселов Виноградов Власов Воробьёв Воронцов Гаврилов Галкин Герасимов Голубев
Горбунов Горшков Григорьев Гришин Громов Гуляев Гусев Давыдов Данилов Дементьев Денисов Дмитриев
Дорофеев Дроздов Дьячков Евсеев Егоров Ермаков Ершов Ефимов Жданов Жуков Журавлёв Зайцев Захаров
Зимин Зуев Иванов Игнатьев Ильин Исаев Казаков Калашников Калинин Капустин Карпов Киселёв Князев
Ковалёв Козлов Колесников Комаров Кондратьев Коновалов Копылов Королёв Корнилов Краснов Крылов
Крюков Кудрявцев Кузнецов Кузьмин Куликов Лаврентьев Лазарев Лапин Ларионов Лебедев Леонтьев Логинов
Лукин Лыткин Макаров Максимов Малышев Мамонтов Маслов Матвеев Медведев Мельников Миронов Михайлов
Моисеев Морозов Муравьёв Назаров Наумов Некрасов Нестеров Никитин Никифоров Николаев Никонов Новиков
Носков Овчинников Одинцов Орехов Орлов Осипов Павлов Панов Панфилов Пахомов Петров Петухов Пименов
Поляков Пономарёв Попов Потапов Прохоров Пушкарёв Рогов Родионов Рожков Романов Русаков Рыбаков
Рябов Савельев Савин Сазонов Самойлов Сафонов Селезнёв Семёнов Сергеев Сидоров Силин Симонов
Ситников Смирнов Соболев Соколов Соловьёв Сорокин Степанов Стрелков Субботин Суворов Суханов Тарасов
Терентьев Тимофеев Титов Тихомиров Третьяков Трофимов Туманов Уваров Устинов Ушаков Фадеев Фёдоров
Филатов Филиппов Фомин Фролов Харитонов Хохлов Царёв Цветков Чернов Чистяков Шарапов Шестаков
Широков Шишкин Шубин Щербаков Щукин Юдин Яковлев Белинский Вишневский Добровольский Дубровский
Левицкий Покровский Садовский Соболевский Троицкий Успенский Чайковский Бондаренко Гончаренко
Коваленко Кравченко Лысенко Шевченко Бойко Мельничук Ковальчук Савчук Гайдай Дорошенко Ахметов
Валиев Гарипов Ибрагимов Каримов Мусин Сафин Хабибуллин Саркисян Петросян Оганесян
""")

BOYS = _words("""
Александр Алексей Андрей Арсений Артём Артур Богдан Вадим Владимир Владислав Глеб Григорий Даниил
Демид Денис Дмитрий Евгений Егор Захар Иван Игорь Илья Кирилл Константин Лев Леонид Макар Максим
Марк Матвей Мирон Михаил Никита Николай Олег Павел Пётр Роман Ростислав Руслан Савелий Семён Сергей
Степан Тимофей Тимур Фёдор Юрий Ярослав
""")
GIRLS = _words("""
Агата Аделина Алёна Алина Алиса Анастасия Ангелина Анна Арина Валерия Варвара Василиса Вера Вероника
Виктория Дарья Диана Ева Евгения Екатерина Елена Елизавета Есения Зоя Инна Камилла Карина Кира
Кристина Ксения Лидия Майя Маргарита Марина Мария Мелания Милана Мирослава Надежда Наталья Ника Нина
Ольга Полина Светлана София Таисия Татьяна Ульяна Эмилия Юлия Яна
""")
MEN = _words("""
Александр Алексей Анатолий Андрей Антон Борис Вадим Валерий Василий Виктор Виталий Владимир Вячеслав
Геннадий Георгий Григорий Денис Дмитрий Евгений Иван Игорь Илья Кирилл Константин Леонид Максим
Михаил Никита Николай Олег Павел Пётр Роман Руслан Сергей Станислав Степан Фёдор Эдуард Юрий
""")
WOMEN = _words("""
Алла Анастасия Анна Валентина Валерия Вера Виктория Галина Дарья Евгения Екатерина Елена Елизавета
Жанна Инна Ирина Ксения Лариса Лидия Любовь Людмила Маргарита Марина Мария Надежда Наталья Нина
Оксана Ольга Полина Раиса Светлана София Тамара Татьяна Ульяна Юлия Яна
""")

IRREGULAR_FATHERS = {
    "Лев": ("Львович", "Львовна"),
    "Павел": ("Павлович", "Павловна"),
    "Пётр": ("Петрович", "Петровна"),
    "Михаил": ("Михайлович", "Михайловна"),
    "Илья": ("Ильич", "Ильинична"),
    "Никита": ("Никитич", "Никитична"),
    "Фёдор": ("Фёдорович", "Фёдоровна"),
    "Виталий": ("Витальевич", "Витальевна"),
    "Вячеслав": ("Вячеславович", "Вячеславовна"),
}


def surname(masculine: str, gender: Gender) -> str:
    """The surname for the gender: Котов, Котова; Троицкий, Троицкая; Шевченко for both."""
    if gender is Gender.MALE:
        return masculine
    if masculine.endswith(("ский", "цкий")):
        return masculine[:-2] + "ая"
    return masculine + "а" if masculine.endswith(("ов", "ев", "ёв", "ин", "ын")) else masculine


def patronymic(father: str, gender: Gender) -> str:
    """«Сергеевич», «Сергеевна» from the father's first name."""
    if father in IRREGULAR_FATHERS:
        return IRREGULAR_FATHERS[father][gender is Gender.FEMALE]
    if father.endswith("ий") and father not in ("Дмитрий", "Георгий"):
        return father[:-2] + ("ьевна" if gender is Gender.FEMALE else "ьевич")
    if father.endswith(("й", "ь")):
        return father[:-1] + ("евна" if gender is Gender.FEMALE else "евич")
    return father + ("овна" if gender is Gender.FEMALE else "ович")


class NameBook:
    """Gives names, no full name twice in a school."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._given: set[tuple[str, str, str]] = set()
        self._surnames: list[str] = []

    def surname(self) -> str:
        """The next surname (masculine): all are used before one comes again."""
        if not self._surnames:
            self._surnames = self._rng.sample(SURNAMES, len(SURNAMES))
        return self._surnames.pop()

    def child(self, masculine: str, gender: Gender, father: str) -> tuple[str, str, str]:
        """A pupil's last, first and middle name."""
        return self._new(BOYS if gender is Gender.MALE else GIRLS, masculine, gender, father)

    def adult(self, masculine: str, gender: Gender, first: str = "") -> tuple[str, str, str]:
        """A grown-up's last, first and middle name; the first name may be given."""
        firsts = [first] if first else MEN if gender is Gender.MALE else WOMEN
        return self._new(firsts, masculine, gender, "")

    def reserve(self, name: tuple[str, str, str]) -> tuple[str, str, str]:
        """Keep a name that is given by hand."""
        self._given.add(name)
        return name

    def _new(self, firsts: list[str], masculine: str, gender: Gender, father: str) -> tuple[str, str, str]:
        name = ("", "", "")
        for _ in range(50):
            first = self._rng.choice(firsts)
            middle = patronymic(father or self._rng.choice(MEN), gender)
            name = (surname(masculine, gender), first, middle)
            if name not in self._given:
                break
        return self.reserve(name)
