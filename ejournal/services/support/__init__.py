"""An administrator helps: looks with a person's eyes for half an hour, and changes nothing."""

from ejournal.services.support.looking import begin_look, end_look, may_be_looked_as

__all__ = ["begin_look", "end_look", "may_be_looked_as"]
