"""Fields whose text is not lost: drafts in the browser, counters near the limit, saving after a pause."""

from ejournal.ui.components.draft.draft import PAUSE_MS, draft_box, forget_draft
from ejournal.ui.components.draft.waiting import waiting_texts

__all__ = ["PAUSE_MS", "draft_box", "forget_draft", "waiting_texts"]
