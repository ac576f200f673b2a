"""Signing in by an OpenID Connect provider: led off to it, come back from it."""

from ejournal.http.providers import steps  # noqa: F401 - importing declares its routes
