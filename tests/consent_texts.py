"""Documents that a school of the tests asks consents by: the two that stand in every school, published."""

from sqlmodel import Session

from ejournal import clock
from ejournal.models import ConsentDocument, ConsentPurpose
from ejournal.services.consents.documents import text_hash
from ejournal.services.consents.samples import samples


def publish_samples(session: Session, school_id: int, most: int = 2) -> list[ConsentDocument]:
    """The first samples as versions in force, which ask everybody; flushed."""
    made = []
    for one in samples()[:most]:
        purpose = ConsentPurpose(school_id=school_id, kind=one.kind, name=one.name)
        session.add(purpose)
        session.flush()
        text = one.text.replace("[", "«").replace("]", "»")
        document = ConsentDocument(
            school_id=school_id, purpose_id=purpose.id or 0, version=1, title=one.title, text=text,
            refusal=one.refusal, text_hash=text_hash(one.title, text, one.refusal), starts=clock.now(),
        )  # fmt: skip
        session.add(document)
        session.flush()
        made.append(document)
    return made
