"""The HTTP side alone for `uvicorn tests.infra.http_alone:app`: no pages, no events."""

from pathlib import Path

from ejournal.http.app import http_app

app = http_app(Path("/nonexistent"))
