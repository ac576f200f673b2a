"""The forum: sections with their readers and writers, topics, answers, and what moderators do.

Ways in: sections, topics, posting, reading, following, searching, reporting, moderating.
"""
