"""The chat: rooms made from the school's structure, messages, who has read them, moderation.

Others come in by `rooms` (whose rooms there are), `reading`, `sending` and `telling` (the bell).
"""
