"""A cell as the printed journal knows it: «2»–«5», «н», «н/а», «зач», «осв», by the school's two settings."""

from collections.abc import Sequence
from dataclasses import dataclass

from ejournal.models import AttendanceCode
from ejournal.services.grading.scales import ABSENCES, CODE_TEXT, EXEMPT

ABSENT, LATE = CODE_TEXT[AttendanceCode.ABSENT], CODE_TEXT[AttendanceCode.LATE]


@dataclass(frozen=True, slots=True)
class PaperForm:
    """late: whether late coming is written; slash: whether one stands between two marks of a lesson."""

    late: bool = False
    slash: bool = True

    def cell(self, values: Sequence[str], code: str) -> str:
        """Every absence is «н»; no mark is left out."""
        first = ABSENT if code in ABSENCES else EXEMPT if code == AttendanceCode.EXEMPT else ""
        marks = ("/" if self.slash else " ").join(values)
        late = LATE if self.late and code == AttendanceCode.LATE else ""
        return " ".join(filter(None, ("/".join(filter(None, (first, marks))), late)))
