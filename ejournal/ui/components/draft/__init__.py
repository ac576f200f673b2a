"""Fields whose text is not lost: drafts in the browser, counters near the limit, saving after a pause."""

from ejournal.ui.components.draft.draft import PAUSE_MS, draft_box, forget_draft

__all__ = ["PAUSE_MS", "draft_box", "forget_draft"]
