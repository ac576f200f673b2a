"""Words of reports that people put together themselves."""

from ejournal.models import Audience, RowKind

KINDS = {
    RowKind.PUPILS: "Pupils",
    RowKind.COURSES: "Subjects in classes",
    RowKind.CLASSES: "Classes",
    RowKind.TEACHERS: "Teachers",
}
"""What the lines are."""
AUDIENCES = {
    Audience.NOBODY: "Only me",
    Audience.HEADS: "Heads",
    Audience.CLASS_TEACHERS: "Heads and class teachers",
    Audience.TEACHERS: "All teachers",
}
"""With whom a report is shared."""
