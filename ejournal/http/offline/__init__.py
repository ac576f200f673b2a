"""The app on a phone: its manifest, and the service worker for when there is no network."""

from ejournal.http.offline import installed  # noqa: F401 - importing declares its routes
