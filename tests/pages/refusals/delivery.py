"""What the choices of notices, the school's rules of them and the queue refuse."""

from typing import Any

from ejournal.models import Going
from ejournal.pages.deliveries.state import KIND, DeliveriesState
from ejournal.pages.notice_choices.state import NoticeChoicesState
from ejournal.pages.school_settings.state.notices import COMPULSORY, PUSH, NoticeRulesState
from ejournal.services.delivery.rules import CHOSEN, USUAL
from tests.infra.push import Browser
from tests.pages.refusals import Page, Refusal, Step, do, refused

KEYS = Browser()
BROWSER = {
    "endpoint": "https://push.example.test/1", "public": KEYS.public, "secret": KEYS.secret,
    "browser": "Mozilla/5.0 (Windows NT 10.0) Firefox/150.0",
}  # fmt: skip
HOURS = {"digest_hour": "18", "quiet_from": "21", "quiet_until": "7", "marks_out_from": ""}
USUAL_FORM = {
    **HOURS,
    **{kind.value: USUAL[kind].going.value for kind in CHOSEN},
    **{PUSH + kind.value: "on" for kind in CHOSEN},
    **{COMPULSORY + kind.value: "on" for kind in CHOSEN if USUAL[kind].compulsory},
}


def of_school(message: str, **fields: Any) -> Refusal:
    return refused(message, do("save_notices", form=USUAL_FORM | fields))


HOOK = "https://bot.example.test/hook"


def hook(**fields: str) -> Step:
    return do("save_webhook", form={"address": HOOK, f"{KIND}mark": "on"} | fields)


PAGES = (
    Page(
        NoticeChoicesState,
        "guardian",
        lambda _cast: "/notices/choices",
        (
            refused("There is nothing to choose here", do("choose", kind="mark", value="often")),
            refused("There is nothing to choose here", do("choose", kind="pupil_moved", value="now")),
            refused(
                "The school lets nobody switch this off",
                do("choose", kind="attendance", value=Going.NEVER.value),
            ),
            refused(
                "Name both hours, or neither",
                do("save_hours", form={"digest_hour": "", "quiet_from": "21", "quiet_until": ""}),
            ),
            refused(
                "An hour from 0 to 23",
                do("save_hours", form={"digest_hour": "24", "quiet_from": "", "quiet_until": ""}),
            ),
            refused(
                "There is nothing to choose here",
                do("choose_also", kind="often", channel="push", wanted=True),
            ),
            refused("It is kept", do("choose_also", kind="mark", channel="push", wanted=False)),
            refused(
                "This browser gave nothing by which it could be told of news",
                do("add_device", **BROWSER | {"endpoint": "http://push.example.test/1"}),
            ),
            refused("This device is told of news from now on", do("add_device", **BROWSER)),
            refused("The device is told of nothing more", do("forget_device", key="0")),
            refused("The trial is on its way", do("try_devices")),
            refused("It is kept", do("choose", kind="mark", value="now")),
            refused("It is kept", do("choose", kind="mark", value="")),
        ),
    ),
    Page(
        NoticeRulesState,
        "admin",
        lambda _cast: "/settings?section=notices",
        (
            of_school("Nothing has changed"),
            of_school("Choose from the list", mark="often"),
            of_school("Choose from the list", digest_hour="soon"),
            of_school("A number from 0 to {most}", a_day="-1", urgent_after="5"),
            of_school("A number from 0 to {most}", a_day="many", urgent_after="5"),
            of_school("An hour from 0 to 23", quiet_from="24"),
            of_school("What nobody switches off is to be sent", mark="never", **{f"{COMPULSORY}mark": "on"}),
            of_school("It holds for what is told from now on", marks_out_from="15"),
            refused("Taken back", do("save_notices", form=USUAL_FORM), do("undo_notices")),
        ),
    ),
    Page(
        DeliveriesState,
        "admin",
        lambda _cast: "/delivery",
        (
            refused("This installation sends nothing by this channel", do("send_trial", channel="mail")),
            refused("The trial is on its way", do("send_trial", channel="push")),
            refused(
                "Enough was tried. Try again in an hour",
                *(do("send_trial", channel="push") for _ in range(11)),
            ),
            refused("{n} delivery is tried at once", do("try_all_again")),
            refused(
                "A whole address in Latin letters that begins with https://",
                hook(address="http://bot.example.test/"),
            ),
            refused(
                "A whole address in Latin letters that begins with https://", hook(address="https://мой бот/")
            ),
            refused("Tick what the other system is told of", do("save_webhook", form={"address": HOOK})),
            refused("Nothing has changed", hook(), hook()),
            refused("It holds for what is told from now on", hook(), hook(with_text="on")),
            refused("It is told of nothing more", hook(), do("remove_webhook")),
        ),
    ),
)
