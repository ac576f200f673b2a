"""How long what people write may be: the one source for tables, services, pages and the browser.

Characters are counted as Python counts them, after white space at both ends is taken away.
"""

TOPIC = 500
HOMEWORK = 2000
HOMEWORK_MINUTES = 300
REMARK = 1000
COMMENT = 500
"""Of a mark."""
REASON = 400
"""Why a change comes late."""
