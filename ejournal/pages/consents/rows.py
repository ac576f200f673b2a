"""What the browser sees of the documents: purposes, their versions, the draft that is open."""

from dataclasses import dataclass, field

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import dates, gettext
from ejournal.services.consents.comparing import changes
from ejournal.services.consents.documents import Document, Purpose
from ejournal.services.consents.samples import has_gaps
from ejournal.ui.kit import MarkedParagraph
from ejournal.ui.words.consents import governs_words


@dataclass(frozen=True)
class VersionRow:
    """A version that was published: its days, and what became of consents to the one before."""

    id: str
    title: str
    note: str
    in_force: bool


@dataclass(frozen=True)
class PurposeRow:
    """A purpose with its versions; draft is what is to be done with the draft, in words."""

    id: str
    name: str
    note: str
    refusal: str
    governs: str
    state: str
    tone: str
    closed: bool
    published: bool
    has_draft: bool
    draft: str
    is_sample: bool
    versions: list[VersionRow]


@dataclass(frozen=True)
class DraftRow:
    """The fields of a form; id is empty for a new purpose."""

    id: str = ""
    name: str = ""
    title: str = ""
    text: str = ""
    refusal: str = ""
    asks_children: bool = True
    asks_staff: bool = False
    asks_adults: bool = True
    required: bool = False


@dataclass(frozen=True)
class TextRow:
    """A text to read: a version, or the draft before it is published, with what has changed."""

    title: str = ""
    note: str = ""
    whole_hash: str = ""
    refusal: str = ""
    paragraphs: list[MarkedParagraph] = field(default_factory=list)
    has_gaps: bool = False


def purpose_row(actor: Actor, one: Purpose, locale: str) -> PurposeRow:
    """The purpose in words."""
    current = one.current
    shown = current or one.draft or (one.versions[0] if one.versions else None)
    if one.closed_at:
        state, tone = gettext(locale, "closed purpose"), "soft"
    elif current:
        state, tone = gettext(locale, "version {n} in force", n=current.version), "green"
    else:
        state, tone = gettext(locale, "nobody is asked yet"), "amber"
    return PurposeRow(
        id=str(one.id),
        name=one.name,
        note=whom_words(shown, locale) if shown else "",
        refusal=shown.refusal if shown else "",
        governs=governs_words(one.kind, locale),
        state=state,
        tone=tone,
        closed=one.closed_at is not None,
        published=bool(one.versions),
        has_draft=one.draft is not None,
        draft=gettext(locale, "Draft of version {n}", n=one.draft.version) if one.draft else "",
        is_sample=bool(one.draft and one.draft.is_sample),
        versions=[version_row(actor, version, locale) for version in one.versions],
    )


def whom_words(one: Document, locale: str) -> str:
    """Who is asked, and whether it is free to refuse."""
    asked = [
        words
        for asks, words in (
            (one.asks_children, gettext(locale, "guardians for each child")),
            (one.asks_adults, gettext(locale, "pupils of age for themselves")),
            (one.asks_staff, gettext(locale, "staff for themselves")),
        )
        if asks
    ]
    basis = (
        gettext(locale, "needed by law or contract")
        if one.required
        else gettext(locale, "free: anybody may refuse")
    )
    return f"{', '.join(asked)} · {basis}"


def version_row(actor: Actor, one: Document, locale: str) -> VersionRow:
    """The version with its days."""
    ends = _day(actor, one.ends, locale)
    days = (
        gettext(locale, "from {starts} to {ends}", starts=_day(actor, one.starts, locale), ends=ends)
        if ends
        else gettext(locale, "from {day}", day=_day(actor, one.starts, locale))
    )
    kept = ""
    if one.version > 1:
        kept = (
            gettext(locale, "former consents held on")
            if one.keeps_former
            else gettext(locale, "former consents lapsed")
        )
    words = gettext(locale, "Version {n}", n=one.version)
    note = " · ".join(part for part in (days, kept) if part)
    return VersionRow(str(one.id), words, note, one.ends is None)


def _day(actor: Actor, at: object, locale: str) -> str:
    return dates.full_date(locale, clock.local(at, actor.time_zone).date()) if at else ""  # type: ignore[arg-type]


def draft_row(purpose: Purpose) -> DraftRow:
    """What the form begins with: the draft, or a copy of the version in force."""
    one = purpose.draft or purpose.current
    if one is None:
        return DraftRow(str(purpose.id), purpose.name)
    return DraftRow(
        str(purpose.id), purpose.name, one.title, one.text, one.refusal, one.asks_children, one.asks_staff,
        one.asks_adults, one.required,
    )  # fmt: skip


def text_row(actor: Actor, one: Document, before: Document | None, locale: str) -> TextRow:
    """A text with what has changed since the version before."""
    told = changes(before.text if before else one.text, one.text)
    notes = [whom_words(one, locale)]
    if one.text_hash:
        notes.append(version_row(actor, one, locale).note)
    return TextRow(
        title=one.title,
        note=" · ".join(notes),
        whole_hash=one.text_hash,
        refusal=one.refusal,
        paragraphs=[MarkedParagraph(part.sign.value, part.text) for part in told],
        has_gaps=has_gaps(one.title + one.text + one.refusal),
    )
