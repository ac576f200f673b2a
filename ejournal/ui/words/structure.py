"""What scales of marks and parts of a year are called."""

from ejournal.models import ScaleKind, TermKind

SCALE_WORDS = {
    ScaleKind.FIVE: "5 points",
    ScaleKind.TEN: "10 points",
    ScaleKind.TWELVE: "12 points",
    ScaleKind.HUNDRED: "100 points",
    ScaleKind.PASS: "pass or fail",
    ScaleKind.NONE: "no marks",
}
KIND_NAMES = {
    TermKind.QUARTER: "Quarters",
    TermKind.TRIMESTER: "Trimesters",
    TermKind.HALF_YEAR: "Half-years",
}
