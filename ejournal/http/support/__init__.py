"""Looking with another's eyes: begun and ended, with the cookies of both sign-ins."""

from ejournal.http.support import looking  # noqa: F401 - importing declares its routes
