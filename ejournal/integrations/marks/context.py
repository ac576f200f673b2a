"""What stands above a table, or in its sheet's name: class, subject, term, teacher."""

import re
from collections.abc import Sequence
from typing import Any

from ejournal.integrations.marks.days import sum_of, term_of, without_term
from ejournal.integrations.people.values import words
from ejournal.services.base.names import tidy
from ejournal.services.marks_import.file import About, Meaning

_CLASS = re.compile(
    r"(?<![\d.,])0?(1[01]|[1-9])\s*[-–—_]?\s*[«\"“„'(]?\s*([а-яё])\s*[»\"”'\)]?(?![а-яёa-z])", re.IGNORECASE
)
_LABELS = {
    "klass": r"(?:класс|кл|группа обучающихся|class)",
    "subject": r"(?:учебный предмет|наименование предмета|предмет|дисциплина|subject)",
    "teacher": r"(?:учитель(?:[- ]предметник)?|преподаватель|педагог|teacher)",
    "term": r"(?:учебный период|отч[её]тный период|период|четверть|триместр|полугодие|term)",
}
_LABELLED = {
    name: re.compile(rf"^{label}\s*[:\-–—]\s*(.*)$", re.IGNORECASE) for name, label in _LABELS.items()
}
_ALONE = {name: re.compile(rf"^{label}\s*[:.]?$", re.IGNORECASE) for name, label in _LABELS.items()}
_GENERIC = re.compile(
    r"(?<![а-яё])(?:классный|журнал\w*|класс\w*|кл|успеваемост\w*|отметк\w*|оценк\w*|итогов\w*|за|по|лист|sheet|"
    r"учебный|год\w*|предмет\w*|учитель|стр\w*|школа|(?:под)?гр(?:уппа)?|\d\s*(?:под)?гр(?:уппа)?)(?![а-яё])\.?",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\s_,;:|/()«»\"“”№\[\]]+|\d+|(?<![а-яё])[-–—.]+|[-–—]+(?![а-яё])", re.IGNORECASE)
_EMPTY = ("", "")
_WHOLE = (Meaning.YEAR, Meaning.EXAM, Meaning.FINAL)


def about_of(rows: Sequence[Sequence[Any]], title: str) -> About:
    """Class, subject, term and teacher as the rows above a table say them, else the sheet's title."""
    found: dict[str, str] = {}
    free: list[str] = []
    for row in rows:
        _labelled([words(cell) for cell in row], found, free)
    for text in (*free, title):
        klass, rest = split_class(text)
        if klass:
            found.setdefault("klass", klass)
        if term := _term(text):
            found.setdefault("term", term)
        subject = _subject(rest)
        if subject and (klass or text is title):
            found.setdefault("subject", subject)
    term = found.get("term", "")
    return About(
        klass=_class_alone(found.get("klass", "")),
        subject=found.get("subject", ""),
        term=_term(term) or (term if term in set(Meaning) else ""),
        teacher=found.get("teacher", ""),
    )


def _labelled(row: list[str], found: dict[str, str], free: list[str]) -> None:
    """Take what stands behind or beside a label; what has none is left for the rest."""
    cells, unnamed = iter(cell for cell in row if cell), list[str]()
    for cell in cells:
        name, value = _label(cell)
        if name and not value:
            value = next(cells, "")
        if name and value:
            found.setdefault(name, value)
        elif not name:
            unnamed.append(cell)
    # «6Б | Музыка»: a class in a cell of its own belongs to what stands beside it.
    has_class = any(_CLASS.fullmatch(cell) for cell in unnamed)
    free += [" ".join(unnamed)] if has_class else unnamed


def _label(cell: str) -> tuple[str, str]:
    for name in _LABELS:
        if with_value := _LABELLED[name].match(cell):
            return name, tidy(with_value[1])
        if _ALONE[name].match(cell):
            return name, ""
    return _EMPTY


def split_class(text: str) -> tuple[str, str]:
    """The class that the words name, as «6Б», and the words without it."""
    found = _CLASS.search(text)
    if found is None:
        return "", text
    return f"{found[1]}{found[2].upper()}", f"{text[: found.start()]} {text[found.end() :]}"


def _class_alone(text: str) -> str:
    """A class behind a label: as it is found in it, else as written."""
    return split_class(text)[0] or text


def _term(text: str) -> str:
    """The term that the words name: its number, or «year»; a number alone behind a label is one, too."""
    plain = text.strip().lower()
    if plain in ("1", "2", "3", "4"):
        return plain
    if number := term_of(text):
        return number
    meaning = sum_of(text)
    return meaning.value if meaning in _WHOLE and not any(sign.isdecimal() for sign in plain) else ""


def _subject(text: str) -> str:
    """What is left of the words when all that names no subject is taken away."""
    rest = tidy(_SIGNS.sub(" ", _GENERIC.sub(" ", without_term(text))))
    rest = rest.strip(" .")
    return rest if sum(sign.isalpha() for sign in rest) > 2 else ""
