"""What stands in each slot of a course: a lesson that a file writes twice is one, and told."""

from collections.abc import Mapping

from ejournal.services.exchange.courses import Ids
from ejournal.services.exchange.file import Note, TimetableFile
from ejournal.services.exchange.names import NameKind
from ejournal.weeks import WeekParity

Slot = tuple[int, int, int, WeekParity]
"""Course, weekday, number and weeks."""
TWICE = {
    "asc": "Line {where}: the same lesson stands in this slot already, line {other}; it is taken once, with "
    "all its rooms",
    "sheet": "Cell {where}: the same lesson stands in this slot already, {other}; it is taken once, with all "
    "its rooms",
}


def merge_slots(
    file: TimetableFile, of_lesson: Mapping[int, int], ids: Ids
) -> tuple[dict[Slot, list[int]], list[Note]]:
    """The rooms of each slot, and a note for each entry that stands in another's slot."""
    slots: dict[Slot, list[int]] = {}
    owners: dict[Slot, str] = {}
    notes = []
    # Every week first: what stands every week stands in odd ones too.
    for entry in sorted(file.entries, key=lambda one: one.parity is not WeekParity.EVERY):
        slot = (of_lesson[entry.lesson], entry.weekday, entry.number, entry.parity)
        always = (*slot[:3], WeekParity.EVERY)
        if always in slots:
            slot = always
        if slot in slots and file.source in TWICE:
            notes.append(Note(TWICE[file.source], {"where": entry.where, "other": owners[slot]}))
        owners.setdefault(slot, entry.where)
        rooms = slots.setdefault(slot, [])
        rooms += [room for name in entry.rooms if (room := ids[NameKind.ROOM, name]) not in rooms]
    return slots, notes
