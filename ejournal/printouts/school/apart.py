"""`python -m ejournal.printouts.school.apart RUN`: the process that makes a school's papers.

It stands behind all others: it takes the processor when nobody else wants it, and ends when its parent has.
"""

import logging
import os
import resource
import signal
import sys
from typing import Any

from ejournal import news
from ejournal.disk import keep_to_ourselves
from ejournal.printouts.school.making import make_run
from ejournal.settings import settings

NICE = 19
MEMORY_MB = 1024


def main(run_id: int) -> None:
    """Make what is left of the work."""
    parent = os.getppid()
    keep_to_ourselves()
    os.nice(NICE)
    megabytes = MEMORY_MB * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes, megabytes))
    logging.basicConfig(level=logging.WARNING)
    # Told to end, it ends in order: its turn is given back, and what it has half written goes.
    signal.signal(signal.SIGTERM, _end)
    if settings().redis_url:
        news.tell_by(news.through_redis(settings().redis_url))
    make_run(run_id, lambda: os.getppid() != parent)


def _end(*_: Any) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
