"""What a cell of another journal may mean here, where the grammar of marks refuses it; words of absences."""

import re

from ejournal.services.grading.scales import NOT_PASSED, PASSED, Scale
from ejournal.services.marks_import.file import LEFT_OUT

_TWO = re.compile(r"([1-9])([1-9])")
_SIGNED = re.compile(r"(\d{1,3})\s*[+*!.-]+|[+*!-]+\s*(\d{1,3})")
_WORDS: tuple[tuple[str, str], ...] = (
    (r"^опозд|^оп\b|\blate", "оп"),
    (r"неуваж|без\s+уваж|прогул", "н/п"),
    (r"уваж|заявлен|приказ|соревн", "у/п"),
    (r"бол(?:ь|ез|ел)|больн|справк|\bill", "б"),
    (r"освоб|освоб|\bexempt", "осв"),
    (r"отсут|не\s?явк|неяв|не\s+был|\babsent|^нб$|^пропу", "н"),
    (r"незач|не\s+зач", NOT_PASSED),
    (r"зач[её]т|^зч$", PASSED),
)
_PRESENT = re.compile(r"присут|^был|^\+$|^да$|present|^[.•✓v]$|^явил")


def absence_of(text: str) -> str | None:
    """The code that a column of absences means; empty for somebody present; None when it says neither."""
    plain = text.strip().lower()
    if _PRESENT.search(plain):
        return ""
    return next((code for pattern, code in _WORDS[:6] if re.search(pattern, plain)), None)


def meant_by(text: str, scale: Scale) -> str:
    """What the text may stand for in a cell of this scale; empty when there is no guess."""
    plain = text.strip().lower()
    two = _TWO.fullmatch(plain)
    if two and two[1] in scale.marks and two[2] in scale.marks:
        return f"{two[1]}/{two[2]}"
    signed = _SIGNED.fullmatch(plain)
    if signed and (signed[1] or signed[2]) in scale.marks:
        return signed[1] or signed[2]
    if _PRESENT.search(plain):
        return LEFT_OUT
    found = next((code for pattern, code in _WORDS if re.search(pattern, plain)), "")
    return "" if found in (PASSED, NOT_PASSED) and found not in scale.marks else found
