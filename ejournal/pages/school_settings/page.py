"""The school's settings: /settings?section=kinds|marks|classes|exemptions|school|notices|chat|sign-ins"""

import reflex as rx

from ejournal.pages.school_settings.parts import (
    chat,
    classes,
    exemptions,
    kinds,
    notices,
    rules,
    school,
    sign_ins,
)
from ejournal.pages.school_settings.sections import (
    CHAT,
    CLASSES,
    EXEMPTIONS,
    KINDS,
    MARKS,
    NOTICES,
    SCHOOL,
    SIGN_INS,
    SettingsState,
)
from ejournal.pages.school_settings.state.chat import ChatRulesState
from ejournal.pages.school_settings.state.classes import ClassesState
from ejournal.pages.school_settings.state.exemptions import ExemptionsState
from ejournal.pages.school_settings.state.kinds import KindsState
from ejournal.pages.school_settings.state.notices import NoticeRulesState
from ejournal.pages.school_settings.state.rules import RulesState
from ejournal.pages.school_settings.state.school import SchoolState
from ejournal.pages.school_settings.state.sign_ins import SignInsState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title

LOADERS = [
    KindsState.load,
    RulesState.load,
    ClassesState.load,
    ExemptionsState.load,
    SchoolState.load,
    NoticeRulesState.load,
    ChatRulesState.load,
    SignInsState.load,
]


@rx.page("/settings", title=tab_title("Settings"), on_load=LOADERS)
def school_settings() -> rx.Component:
    """One section at a time; the address says which."""
    return shell(
        t("Settings"),
        rx.el.div(
            kit.tabs(
                [
                    (KINDS, "/settings", t("Kinds of work")),
                    (MARKS, f"/settings?section={MARKS}", t("Marks")),
                    (CLASSES, f"/settings?section={CLASSES}", t("Classes")),
                    (EXEMPTIONS, f"/settings?section={EXEMPTIONS}", t("Exemptions")),
                    (SCHOOL, f"/settings?section={SCHOOL}", t("School")),
                    (NOTICES, f"/settings?section={NOTICES}", t("Notices")),
                    (CHAT, f"/settings?section={CHAT}", t("Messages")),
                    (SIGN_INS, f"/settings?section={SIGN_INS}", t("Sign-in")),
                ],
                SettingsState.section,
                t("Sections of the settings"),
            ),
            class_name="settings-tabs",
        ),
        rx.match(
            SettingsState.section,
            (KINDS, kinds.section()),
            (MARKS, rules.section()),
            (CLASSES, classes.section()),
            (EXEMPTIONS, exemptions.section()),
            (SCHOOL, school.section()),
            (NOTICES, notices.section()),
            (CHAT, chat.section()),
            (SIGN_INS, sign_ins.section()),
            kit.skeleton(6, t("Loading")),
        ),
        place="settings",
        actions=[kit.link_button(t("Setting the school up"), "/setup", icon="list-checks")],
        narrow=True,
    )
