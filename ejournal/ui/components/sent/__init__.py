"""Files sent in parts from a field, and shown where something has them; scripts that other components use."""

from ejournal.ui.components.sent.field import GOING, file_field, sent_files, sent_keys
from ejournal.ui.components.sent.sent import FILE_WORDS

__all__ = ["FILE_WORDS", "GOING", "file_field", "sent_files", "sent_keys"]
