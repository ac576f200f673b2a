"""A file laid into the store without being sent."""

import hashlib
import tempfile
from pathlib import Path

from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.integrations.storage.store import store
from ejournal.models import FileKind
from ejournal.services.files import keeping, uploads
from ejournal.services.files.keeping import Taken


def laid(session: Session, actor: Actor, words: str, name: str = "план.pdf") -> str:
    """The key of a PDF of the actor's that says these words; it has a preview, which is none."""
    content = f"%PDF-1.4 {words}".encode()
    found = hashlib.sha256(content).hexdigest()
    key = uploads.begin(session, actor, found[:40], name, len(content), clock.now()).key
    taken = Taken(name, FileKind.PDF, "application/pdf", len(content), found, has_preview=True)
    kept = keeping.keep(session, actor, key, taken, clock.now())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file"
        file.write_bytes(content)
        for blob in (kept.blob, kept.preview_blob):
            store().put(blob, file)
    return key
