"""The cards of an aSc file: on which days, at which number, in which weeks a lesson stands."""

from collections.abc import Iterable, Mapping

from ejournal.integrations.asc_names import Names, Remarks
from ejournal.integrations.asc_rows import Row
from ejournal.services.exchange.file import FileEntry, Note
from ejournal.weeks import WeekParity

LAST_NUMBER = 30
WEEK = 7
TWO_WEEKS = (10, 12, 14)
PARITIES = {"10": WeekParity.ODD, "01": WeekParity.EVEN}


class Cards:
    """Reads cards into entries; each card is in one, or told with its line."""

    def __init__(
        self, names: Names, remarks: Remarks, places: Mapping[str, int], left_out: Mapping[str, int],
        periods: Iterable[int], term: int,
    ) -> None:  # fmt: skip
        self.names, self.remarks, self.term = names, remarks, term
        self.places, self.left_out, self.periods = places, left_out, set(periods)
        self.half = 0

    def read(self, rows: list[Row]) -> list[FileEntry]:
        """The entries of all cards: one for each day of a card's mask."""
        longest = max((len(row.get("days")) for row in rows), default=0)
        self.half = longest // 2 if longest in TWO_WEEKS else 0
        if self.half:
            self.remarks.tell(
                Note("The file has a cycle of {n} days: its first half is read as odd weeks, the second as "
                     "even weeks", {"n": longest})
            )  # fmt: skip
        return [entry for row in rows for entry in self._card(row)]

    def _card(self, row: Row) -> Iterable[FileEntry]:
        fault = self._lesson_fault(row) or self._slot_fault(row)
        if fault is not None:
            self.remarks.tell(fault)
            return ()
        number, weeks = int(row.get("period")), self._weeks(row)
        if self.periods and number not in self.periods:
            self.remarks.tell(
                Note("Line {line}: the file's list of lesson times has no lesson {number}; it was taken all "
                     "the same", {"line": row.line, "number": number})
            )  # fmt: skip
        rooms = tuple(self._rooms(row))
        return [
            FileEntry(self.places[row.get("lessonid")], weekday, number, parity, rooms, str(row.line))
            for weekday, parity in self._days(row, weeks)
        ]

    def _lesson_fault(self, row: Row) -> Note | None:
        lesson_id = row.get("lessonid")
        if lesson_id in self.left_out:
            return Note(
                "Line {line}: the card is of the lesson in line {other}, which was left out",
                {"line": row.line, "other": self.left_out[lesson_id]},
            )
        if lesson_id in self.places:
            return None
        return Note(
            "Line {line}: nothing in the file has the id “{id}”; the card was left out",
            {"line": row.line, "id": lesson_id},
        )

    def _slot_fault(self, row: Row) -> Note | None:
        days, period, weeks, terms = (row.get(name) for name in ("days", "period", "weeks", "terms"))
        if not days or not period:
            return Note("Line {line}: the card stands nowhere in the week", {"line": row.line})
        for name, value in (("days", days), ("weeks", weeks or "1"), ("terms", terms or "1")):
            if not set(value) <= {"0", "1"}:
                return Note(
                    "Line {line}: “{name}” must be zeros and ones, not “{value}”; the card was left out",
                    {"line": row.line, "name": name, "value": value},
                )
            if "1" not in value:
                return Note("Line {line}: the card stands nowhere in the week", {"line": row.line})
        if not _is_number(period):
            return Note(
                "Line {line}: “{value}” is not a lesson number; the card was left out",
                {"line": row.line, "value": period},
            )
        if len(terms) > 1 and "0" in terms and terms[self.term - 1 : self.term] != "1":
            return Note("Line {line}: the lesson is of another term and was left out", {"line": row.line})
        return None

    def _weeks(self, row: Row) -> WeekParity:
        mask = row.get("weeks") or "1"
        if set(mask) == {"1"}:
            return WeekParity.EVERY
        found = next((parity for bits, parity in PARITIES.items() if _repeats(mask, bits)), None)
        if found is None:
            self.remarks.tell(
                Note("Line {line}: weeks “{value}” are neither odd nor even; every week is taken",
                     {"line": row.line, "value": mask})
            )  # fmt: skip
        return found or WeekParity.EVERY

    def _days(self, row: Row, weeks: WeekParity) -> Iterable[tuple[int, WeekParity]]:
        """Weekday and weeks for each day of the mask; days that no week has are told."""
        for day, bit in enumerate(row.get("days")):
            if bit != "1":
                continue
            if not self.half and day < WEEK:
                yield day + 1, weeks
                continue
            own = WeekParity.ODD if day < self.half else WeekParity.EVEN
            if self.half and day < 2 * self.half and weeks in (WeekParity.EVERY, own):
                yield day % self.half + 1, own
            else:
                self.remarks.tell(
                    Note("Line {line}: day {day} of the cycle is in no week of the journal; the lesson was "
                         "left out there", {"line": row.line, "day": day + 1})
                )  # fmt: skip

    def _rooms(self, row: Row) -> Iterable[str]:
        named = [(key, self.names.of("classroom", key)) for key in row.ids("classroomids")]
        for key, name in named:
            if name is None:
                self.remarks.tell(
                    Note("Line {line}: nothing in the file has the id “{id}”; the lesson is taken without "
                         "that room", {"line": row.line, "id": key})
                )  # fmt: skip
        return dict.fromkeys(name for _, name in named if name is not None)


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 4 and int(value) <= LAST_NUMBER


def _repeats(mask: str, bits: str) -> bool:
    return len(mask) % 2 == 0 and mask == bits * (len(mask) // 2)
