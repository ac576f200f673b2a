"""One cell of a list of people read: a date however it is spelled, a phone, a class, a name, a position."""

import re
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from ejournal import limits
from ejournal.errors import DomainError
from ejournal.models import Role
from ejournal.services.accounts.snils import snils_digits
from ejournal.services.base.class_names import GRADES, split_class_name
from ejournal.services.base.contacts import email_spelled, phone_spelled
from ejournal.services.base.names import WrittenName, tidy
from ejournal.services.people_import.file import NO_SUCH_CLASS

EXCEL_BEGINS = date(1899, 12, 30)
"""Day 0 of a spreadsheet's dates, as Excel and OpenOffice count them."""
_EXCEL_DAYS = range(10_000, 80_000)
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_SPELLED = re.compile(r"(\d{1,2})\s+([а-яё]+)\.?\s+(\d{4})")
_NUMBERS = re.compile(r"(\d{1,4})[.\-/\s,](\d{1,2})[.\-/\s,](\d{2,4})")
_YEAR_WORD = re.compile(r"\s*(?:г\.?|года?)\s*(?:р\.?)?\s*$", re.IGNORECASE)
_LATIN = str.maketrans("ABCEHKMOPTXYabcehkmoptxy", "АВСЕНКМОРТХУавсенкмортху")
"""Latin letters that look like Russian ones."""
_LETTERS = re.compile(r"[А-ЯЁ]{1,3}|")
_LEADING_ZERO = re.compile(r"^0+(?=\d)")
_RUN_ON = re.compile(r"^(\d{1,2})\s*[-–—]?\s*([^\W\d_]+)$")

BAD_DATE = "“{value}” is no date; write it as 25.11.2014"
BAD_PHONE = "“{value}” is no phone number"
BAD_EMAIL = "“{value}” is no e-mail address"
BAD_SNILS = "“{value}” is no SNILS: its digits do not fit together"
BAD_NAME = "A name is last name, first name and, where there is one, patronymic: “{value}” is not"
BAD_GENDER = "“{value}” is neither a boy’s nor a girl’s sign: м or ж"
BAD_POSITION = "What “{value}” may do here is not known: a teacher, deputy head, director, administrator?"
TOO_LONG_NAME = "“{value}” is longer than {limit} characters"


def words(value: Any) -> str:
    """The cell as text with its spaces in order; a whole number without «.0»."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(str(value)) if value is not None else ""


def date_of(value: Any) -> date:
    """The day, from a date's cell, a number of Excel's, or words; DomainError when there is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = words(value)
    if text.isdecimal() and len(text) < 6 and int(text) in _EXCEL_DAYS:
        return EXCEL_BEGINS + timedelta(int(text))
    plain = _YEAR_WORD.sub("", text.lower().removesuffix(" 00:00:00").removesuffix(" 0:00"))
    for day, month, year in _readings(plain):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise DomainError(BAD_DATE, value=text)


def _readings(text: str) -> list[tuple[int, int, int]]:
    """What the words may mean as (day, month, year); a year of two signs is the last one that has been."""
    if found := _SPELLED.fullmatch(text):
        months = [at for at, stem in enumerate(_MONTHS, 1) if found[2].startswith(stem)]
        return [(int(found[1]), months[0], int(found[3]))] if months else []
    if found := _NUMBERS.fullmatch(text):
        first, second, third = found[1], found[2], found[3]
        if len(first) == 4:
            return [(int(third), int(second), int(first))]
        return [(int(first), int(second), _whole_year(third))]
    return []


def _whole_year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else 1900 + year if year > 40 else 2000 + year


def phone_of(value: Any) -> str:
    """The number as «+79161234567»; DomainError for what is none."""
    text = words(value)
    try:
        return phone_spelled(text, "")
    except DomainError:
        raise DomainError(BAD_PHONE, value=text) from None


def email_of(value: Any) -> str:
    """The address in the one spelling in which addresses are compared; DomainError for what is none."""
    text = words(value)
    try:
        return email_spelled(text, "")
    except DomainError:
        raise DomainError(BAD_EMAIL, value=text) from None


def snils_of(value: Any) -> str:
    """The eleven digits; DomainError where they do not fit together."""
    text = words(value)
    digits = snils_digits(text.zfill(11) if text.isdecimal() else text)
    if digits is None:
        raise DomainError(BAD_SNILS, value=text)
    return digits


@cache
def class_of(text: str) -> tuple[int, str]:
    """Grade and letter of «6-Б», «6 б», «06Б», «6 «Б»»; DomainError for «6Z» and for what is no class.

    Latin letters that look like Russian ones are read as those.
    """
    spelled = _LEADING_ZERO.sub("", tidy(text))
    run_on = _RUN_ON.match(spelled)
    grade, letter = (int(run_on[1]), run_on[2]) if run_on else split_class_name(spelled)
    upper = letter.translate(_LATIN).upper() if len(letter) <= 3 else letter
    first = upper.split(" ")[0] if upper else ""
    if grade not in GRADES or not spelled[:1].isdecimal() or not _LETTERS.fullmatch(first):
        raise DomainError(NO_SUCH_CLASS, value=tidy(text))
    return grade, upper


def name_of(value: Any) -> WrittenName:
    """Last name, first name, patronymic from one cell; DomainError when there are fewer than two words."""
    text = words(value).replace(",", " ")
    parts = [_cased(word) for word in text.split()]
    if len(parts) < 2 or any(not _is_name(word) for word in parts):
        raise DomainError(BAD_NAME, value=text)
    return checked_name(WrittenName(parts[0], parts[1], " ".join(parts[2:])))


def checked_name(name: WrittenName) -> WrittenName:
    """The name; DomainError when a part is longer than the school keeps."""
    for part in (name.last, name.first, name.middle):
        if len(part) > limits.PERSON:
            raise DomainError(TOO_LONG_NAME, value=part, limit=limits.PERSON)
    return name


def part_of_name(value: Any) -> str:
    """One cell of a name that stands in three; DomainError for what is no name."""
    text = words(value)
    if not all(_is_name(word) for word in text.split()):
        raise DomainError(BAD_NAME, value=text)
    return " ".join(_cased(word) for word in text.split())


def _is_name(word: str) -> bool:
    return any(sign.isalpha() for sign in word) and not any(
        sign.isdecimal() or sign in "@+*#" for sign in word
    )


def _cased(word: str) -> str:
    """A name all in capitals, or all in small letters, as names are written."""
    if len(word) < 2 or not (word.isupper() or word.islower()) or "." in word:
        return word
    if word.lower() in ("оглы", "кызы", "оглу"):
        return word.lower()
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def gender_of(value: Any) -> str:
    """«m» or «f»; DomainError for anything else."""
    text = words(value).lower()
    if text[:1] in ("м", "m") or text.startswith("юнош"):
        return "m"
    if text[:1] in ("ж", "f", "w") or text.startswith("дев"):
        return "f"
    raise DomainError(BAD_GENDER, value=text)


_POSITIONS: tuple[tuple[str, tuple[Role, ...]], ...] = (
    (r"зам\w*\.?\s*(?:директор|руковод|завед)|завуч", (Role.DEPUTY, Role.TEACHER)),
    (r"директор|руководитель (?:школы|оо|учрежд)", (Role.DIRECTOR,)),
    (r"классн\w* руков", (Role.CLASS_TEACHER, Role.TEACHER)),
    (r"администратор|оператор|системн", (Role.ADMINISTRATOR,)),
    (r"учител|преподават|педагог|воспитат|тренер|логопед|дефектолог", (Role.TEACHER,)),
)


def roles_of(value: Any) -> tuple[str, ...]:
    """What a position lets one do in the journal; DomainError for one that is not known."""
    text = words(value).lower()
    found: list[str] = []
    for part in re.split(r"[,;/]| и ", text):
        known = next((roles for pattern, roles in _POSITIONS if re.search(pattern, part)), ())
        found += [role.value for role in known if role.value not in found]
    if not found:
        raise DomainError(BAD_POSITION, value=text)
    return tuple(found)
