"""Reflex's own settings; the school's are in ejournal/settings.py."""

import reflex as rx
from reflex.plugins import SitemapPlugin

from ejournal.ui.first_text.build import WriteFirstTexts
from ejournal.ui.frame.new_version import NewVersion
from ejournal.ui.frame.same_origin import SameOrigin

config = rx.Config(
    app_name="ejournal",
    cors_allowed_origins=[],  # nobody else's pages; our own need no permission
    telemetry_enabled=False,
    show_built_with_reflex=False,
    default_color_mode="system",
    frontend_compression_formats=["brotli", "gzip"],
    frontend_lazy_bundled_libraries=True,
    plugins=[SameOrigin(), NewVersion(), WriteFirstTexts()],
    disable_plugins=[SitemapPlugin],
)
