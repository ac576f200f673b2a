"""The school's emblem where it is set: the settings and the wizard of a new school."""

from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.services.school.logo import remove_logo
from ejournal.ui import kit
from ejournal.ui.components.file_drop import file_drop
from ejournal.ui.runtime import identity
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.text import t


class LogoState(SessionState):
    """What follows when the emblem was taken or is taken away."""

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def logo_taken(self, work: Work) -> Any:
        """Show the emblem that the route has taken."""
        identity.show_logo(self, work)
        return toast_done(gettext(self.locale, "The emblem is set"))

    @handler(Permission.SETTINGS_MANAGE)
    def remove(self, work: Work) -> Any:
        """Show none from now on."""
        had = remove_logo(work.session, work.actor)
        identity.show_logo(self, work)
        if not had:
            return toast_done(gettext(self.locale, "Nothing has changed"))
        return toast_done(gettext(self.locale, "The emblem is taken away"))


def logo_sheet() -> rx.Component:
    """The emblem, the field for another one, the way to have none."""
    return kit.sheet(
        kit.sheet_body(
            rx.el.p(
                t("It stands beside the name of the journal, on the sign-in page and on printed papers."),
                class_name="soft",
            ),
            rx.cond(
                SessionState.logo != "",
                rx.el.div(
                    rx.el.img(src=SessionState.logo, alt=t("The school's emblem"), class_name="logo-shown"),
                    kit.button(t("Take away"), icon="trash-2", on_click=LogoState.remove),
                    class_name="toolbar",
                ),
            ),
            file_drop(
                "/settings/logo",
                accept=".png,.jpg,.jpeg,.webp,image/png,image/jpeg,image/webp",
                megabytes=2,
                hint=t("PNG, JPEG or WebP, up to 2 MB. Best a square one on a clear ground."),
                too_large=t("The file is larger than 2 MB. Save the picture smaller"),
                on_sent=LogoState.logo_taken,
            ),
        ),
        title=t("The school's emblem"),
    )
