"""The installation's bot in a messenger: how people find it, up to where its updates were taken in."""

from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlmodel import Session

from ejournal.models import Channel
from ejournal.services.base import tables as db
from ejournal.services.base.secret_links import hashed
from ejournal.services.base.upserts import insert_or_renew
from ejournal.settings import settings

LONGEST_ERROR = 300
_bot = db.messenger_bot.c
_BEGUN = insert_or_renew(
    db.messenger_bot, [_bot.channel], ("token_hash", "username"),
    where=lambda given: _bot.token_hash == given.token_hash,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bot:
    """What is known of the bot; marker: up to where its updates were taken in, none at first.

    username is empty while it has told nothing of itself. error: why it could not be asked the last time.
    """

    username: str
    marker: int | None
    error: str


def bot_of(session: Session, channel: Channel) -> Bot | None:
    """The bot whose token is set; None before it was asked."""
    row = session.execute(
        select(_bot.username, _bot.marker, _bot.error).where(
            _bot.channel == channel, _bot.token_hash == _token_hash()
        )
    ).first()
    return None if row is None else Bot(row.username, row.marker, row.error)


def begin(session: Session, channel: Channel, username: str) -> None:
    """Keep what the bot is called; one with another token begins anew."""
    token = _token_hash()
    session.execute(delete(db.messenger_bot).where(_bot.channel == channel, _bot.token_hash != token))
    row = {"channel": channel, "token_hash": token, "username": username, "marker": None, "error": ""}
    session.execute(_BEGUN.on(session), [row])


def advance(session: Session, channel: Channel, before: int | None, after: int | None) -> bool:
    """Updates were taken in up to there; False where another has taken them in meanwhile."""
    moved = session.execute(
        update(db.messenger_bot)
        .where(
            _bot.channel == channel, _bot.token_hash == _token_hash(),
            _bot.marker.is_not_distinct_from(before),
        )
        .values(marker=before if after is None else after)
    )  # fmt: skip
    return int(getattr(moved, "rowcount", 0)) > 0


def note_error(session: Session, channel: Channel, error: str) -> None:
    """The bot cannot be asked now, for this reason; for none, it can again."""
    if bot_of(session, channel) is None:
        begin(session, channel, "")
    known = update(db.messenger_bot).where(_bot.channel == channel, _bot.error != error[:LONGEST_ERROR])
    session.execute(known.values(error=error[:LONGEST_ERROR]))


def _token_hash() -> str:
    return hashed(settings().max_token.get_secret_value())
