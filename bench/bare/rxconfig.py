"""The yardstick: a Reflex app with one counter."""

import reflex as rx

config = rx.Config(app_name="bare", telemetry_enabled=False, show_built_with_reflex=False)
