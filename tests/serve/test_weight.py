"""What a worker has read in before its first page: nothing that only a few requests need."""

import json
import os
import subprocess
import sys

from ejournal.settings import ROOT

FOR_A_FEW = {
    "aiohttp", "authlib", "icalendar", "joserfc", "pikepdf", "psycopg", "pyhanko",
    "python_calamine", "rapidfuzz", "reportlab.graphics", "valkey", "webauthn", "xlsxwriter",
}  # fmt: skip
"""Sign-in by others, calendars, a database server, files, names alike, charts, papers signed or folded."""
READ_IN = """
import json, sys
from ejournal.serve.worker import read_in
read_in()
print(json.dumps(sorted(sys.modules)))
"""


def test_what_few_requests_need_is_read_in_for_them() -> None:
    told = subprocess.run(
        [sys.executable, "-c", READ_IN],
        cwd=ROOT,
        env=os.environ | {"EJOURNAL_DATABASE_URL": "sqlite:///nowhere.db"},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert FOR_A_FEW.isdisjoint(json.loads(told.stdout.splitlines()[-1]))
