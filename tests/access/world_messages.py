"""Messages to many of the matrix's world, and what is kept of them."""

from ejournal import clock
from ejournal.models import MessageAsks, PartKind, Role, Whom
from ejournal.services.audience.parts import Part
from ejournal.services.messages import drafts, kept, sending
from ejournal.services.messages.drafts import Filled
from tests.cast import Cast
from tests.infra.laid_files import laid

TITLE = "Письмо «{}»"
Numbers = dict[str, int]


def plant_messages(cast: Cast) -> tuple[Numbers, Numbers, dict[str, str]]:
    """By name the messages; the kept texts and a kept choice; what each shows, and one that was withdrawn."""
    to = {
        "6b": (
            "class_teacher",
            Part(PartKind.CLASS, str(cast.classes["6b"].id)),
            Whom.GUARDIANS,
        ),
        "staff": ("deputy", Part(PartKind.ROLE, Role.TEACHER.value), Whom.GUARDIANS),
        "b": ("teacher_b", Part(PartKind.CLASS, str(cast.classes["6b_b"].id)), Whom.PUPILS),
    }
    session = cast.session
    files = {
        f"message_{name}": laid(session, cast.actor(who), f"message {name}")
        for name, who in {**{name: how[0] for name, how in to.items()}, "withdrawn": "class_teacher"}.items()
    }
    withdrawn = _send(cast, "отозвано", *to["6b"], file=files["message_withdrawn"])
    sending.withdraw(session, cast.actor("class_teacher"), withdrawn, clock.now())
    found = {name: _send(cast, name, *how, file=files[f"message_{name}"]) for name, how in to.items()}
    kept.keep_template(session, cast.actor("deputy"), "Собрание", "Ждём вас", of_school=True)
    kept.keep_template(session, cast.actor("teacher_b"), "Своё", "Ждём вас", of_school=False)
    drafts.add_part(session, cast.actor("class_teacher"), to["6b"][1], clock.now())
    kept.keep_choice(session, cast.actor("class_teacher"), "Весь класс")
    drafts.throw_away(session, cast.actor("class_teacher"))
    return found, {
        "school": kept.templates(session, cast.actor("deputy"))[0].id,
        "b": kept.templates(session, cast.actor("teacher_b"))[0].id,
        "choice": kept.kept_choices(session, cast.actor("class_teacher"))[0].id,
    }, files  # fmt: skip


def _send(cast: Cast, name: str, who: str, part: Part, whom: Whom, file: str) -> int:
    session, actor, now = cast.session, cast.actor(who), clock.now()
    drafts.add_part(session, actor, part, now)
    drafts.set_whom(session, actor, whom, now)
    filled = Filled(
        title=TITLE.format(name), words="Придёте?", asks=MessageAsks.ANSWER, options="Да\nНет", files=(file,)
    )
    draft = drafts.fill(session, actor, filled, now)
    return sending.send(session, actor, draft.id or 0, now).id or 0
