"""Who opened whose personal data: noted as it is opened, read by whom it concerns, kept for some days.

Services call `note_opening` where a card or a list goes out; reading.py answers whose data, keeping.py how
long.
"""

from ejournal.services.openings.noting import note_opening

__all__ = ["note_opening"]
