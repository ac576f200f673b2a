"""Stored files: kept, shown by rows of the school, fetched by those who may see one, removed.

What comes next to show files needs three things: a kind in `FileUser`, who may see it in `access/files.py`,
and `attach` in the transaction that writes the row.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.files import may_fetch
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import FileKind, FileUse, FileUser, StoredFile
from ejournal.models.base import table
from ejournal.services.base.locks import lock_school
from ejournal.services.files.uploads import KEPT, coming, forget

ADDRESS = "/files"
_file, _use = table(StoredFile).c, table(FileUse).c


@dataclass(frozen=True, slots=True)
class Taken:
    """What was found out of a file that has come whole."""

    name: str
    kind: FileKind
    media_type: str
    size: int
    sha256: str
    has_preview: bool = False
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored file, for those who may see what shows it."""

    key: str
    name: str
    kind: FileKind
    media_type: str
    size: int
    sha256: str
    school_id: int
    has_preview: bool
    width: int | None
    height: int | None

    @property
    def address(self) -> str:
        """Where it is fetched."""
        return f"{ADDRESS}/{self.key}"

    @property
    def preview(self) -> str:
        """Where the small picture of it is fetched; empty for none."""
        return f"{self.address}/preview" if self.has_preview else ""

    @property
    def blob(self) -> str:
        """Its name in the store."""
        return blob_name(self.school_id, self.sha256)

    @property
    def preview_blob(self) -> str:
        """The name of its small picture there."""
        return preview_name(self.blob)


def shown(file: Stored) -> dict[str, object]:
    """What the browser needs to show a file, as JSON."""
    return {
        "key": file.key, "name": file.name, "kind": file.kind.value, "size": file.size, "href": file.address,
        "preview": file.preview, "width": file.width or 0, "height": file.height or 0,
    }  # fmt: skip


def preview_name(blob: str) -> str:
    """The name in the store of the small picture of a file."""
    return f"{blob}.preview"


def blob_name(school_id: int, sha256: str) -> str:
    """The name in the store of bytes with this hash: each school's lie apart."""
    return f"{school_id}/{sha256[:2]}/{sha256}"


def keep(session: Session, actor: Actor, key: str, taken: Taken, now: datetime) -> Stored:
    """Note that the file has come and lies in the store: its owner's alone, until something shows it.

    The school is held from here on: call it before the store is asked whether the bytes are there.
    """
    lock_school(session, actor.school_id)
    coming(session, actor, key)
    forget(session, key)
    made = StoredFile(
        school_id=actor.school_id, key=key, owner_id=actor.person_id, at=now, name=taken.name,
        kind=taken.kind, media_type=taken.media_type, size=taken.size, sha256=taken.sha256,
        has_preview=taken.has_preview, width=taken.width, height=taken.height,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return stored(made)


def attach(
    session: Session,
    actor: Actor,
    user: FileUser,
    row_id: int,
    keys: Sequence[str],
    now: datetime,
    begin: int = 0,
) -> None:
    """Let the row show the files, in this order: the actor's own that nothing shows yet; begin: behind these.

    DomainError where one of them is not there (any more). Who may write the row is asked by its service.
    """
    found = need_unused(session, actor, keys)
    for place, key in enumerate(keys, begin):
        session.add(
            FileUse(school_id=actor.school_id, file_id=found[key], user=user, row_id=row_id, place=place)
        )
    session.execute(update(StoredFile).where(_file.id.in_(found.values())).values(used_at=now))
    session.flush()


def show_too(session: Session, school_id: int, user: FileUser, row_id: int, other_id: int) -> None:
    """Let another row of the kind show what this one shows: a copy of it."""
    uses = session.execute(
        select(_use.file_id, _use.place).where(
            _use.school_id == school_id, _use.user == user, _use.row_id == row_id
        )
    )
    for one in uses.all():
        session.add(
            FileUse(school_id=school_id, file_id=one.file_id, user=user, row_id=other_id, place=one.place)
        )
    session.flush()


def need_unused(session: Session, actor: Actor, keys: Sequence[str]) -> dict[str, int]:
    """The numbers of own files that nothing shows yet, held; DomainError where one of them is not there."""
    if not keys:
        return {}
    found = {
        row.key: row.id
        for row in session.execute(
            select(_file.id, _file.key)
            .where(
                _file.school_id == actor.school_id,
                _file.owner_id == actor.person_id,
                _file.key.in_(keys),
                _file.used_at.is_(None),
            )
            .with_for_update()
        )
    }
    if len(found) < len(keys):
        raise DomainError("One of the files is no longer here. Choose it again", field="files")
    return found


def files_of(
    session: Session, school_id: int, user: FileUser, rows: Collection[int]
) -> Mapping[int, tuple[Stored, ...]]:
    """What each of the rows shows, in order; for whoever may see the rows. One query."""
    asked = (
        select(_use.row_id, StoredFile)
        .join_from(table(FileUse), table(StoredFile), _file.id == _use.file_id)
        .where(_use.school_id == school_id, _use.user == user, _use.row_id.in_(rows))
        .order_by(_use.row_id, _use.place, _use.id)
    )
    found: dict[int, list[Stored]] = defaultdict(list)
    for row_id, file in session.execute(asked) if rows else ():
        found[row_id].append(stored(file))
    return {row_id: tuple(files) for row_id, files in found.items()}


def remove(
    session: Session, school_id: int, user: FileUser, row_id: int, keys: Collection[str] | None = None
) -> None:
    """Let the row show the files of these keys no more, or none at all; what nothing shows is swept."""
    of_row = _use.school_id == school_id, _use.user == user, _use.row_id == row_id
    numbers = select(_use.file_id).where(*of_row)
    if keys is not None:
        numbers = numbers.where(_use.file_id.in_(select(_file.id).where(_file.key.in_(keys))))
    gone = list(session.scalars(numbers))
    session.execute(delete(FileUse).where(*of_row, _use.file_id.in_(gone)))
    unused = ~exists().where(_use.file_id == _file.id)
    session.execute(update(StoredFile).where(_file.id.in_(gone), unused).values(used_at=None))


def fetch(session: Session, actor: Actor, key: str) -> Stored:
    """The file, for whoever may see a row that shows it; NotFound for all others."""
    guard.require(actor, Permission.FILES_READ)
    found = session.scalars(select(StoredFile).where(_file.key == key)).first()
    if found is None or not may_fetch(session, actor, found):
        raise NotFound
    return stored(found)


def own_unused(session: Session, actor: Actor, key: str) -> Stored | None:
    """A file of the actor's that nothing shows yet."""
    found = session.scalars(
        select(StoredFile).where(
            _file.key == key, _file.school_id == actor.school_id, _file.owner_id == actor.person_id
        )
    ).first()
    return None if found is None or found.used_at is not None else stored(found)


def throw_away(session: Session, actor: Actor, key: str, now: datetime) -> None:
    """Let go of an own file that nothing shows yet: it is swept."""
    if own_unused(session, actor, key) is None:
        raise NotFound
    session.execute(update(StoredFile).where(_file.key == key).values(at=now - KEPT))


def unused_since(session: Session, before: datetime, most: int) -> list[tuple[int, int]]:
    """Files that nothing has shown since the moment, as (school, number)."""
    asked = select(_file.school_id, _file.id).where(_file.used_at.is_(None), _file.at < before)
    return [(row.school_id, row.id) for row in session.execute(asked.order_by(_file.at).limit(most))]


def forget_unused(session: Session, school_id: int, file_id: int) -> tuple[str, ...]:
    """Forget the file, if nothing shows it still; the names in the store that nobody needs any more.

    The school is held: nobody keeps the same bytes until those are deleted and the transaction has ended.
    """
    lock_school(session, school_id)
    found = session.get(StoredFile, file_id, populate_existing=True)
    if found is None or found.used_at is not None:
        return ()
    session.delete(found)
    session.flush()
    same = select(_file.id).where(_file.school_id == school_id, _file.sha256 == found.sha256)
    if session.scalars(same.limit(1)).first() is not None:
        return ()
    file = stored(found)
    return (file.blob, file.preview_blob) if file.has_preview else (file.blob,)


def stored(row: StoredFile) -> Stored:
    """The file for whoever may see what shows it."""
    return Stored(
        key=row.key, name=row.name, kind=row.kind, media_type=row.media_type, size=row.size,
        sha256=row.sha256, school_id=row.school_id, has_preview=row.has_preview, width=row.width,
        height=row.height,
    )  # fmt: skip
