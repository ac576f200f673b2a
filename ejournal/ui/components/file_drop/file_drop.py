"""Sends one file as the whole body of a POST; the route answers with words when it is refused."""

from typing import Any

import reflex as rx

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.words.text import t

own_asset("file_drop.css")


class FileDrop(rx.Component):
    """The field; `on_sent` is called when the route has taken the file."""

    library = "$/public" + own_asset("file_drop.jsx")
    tag = "FileDrop"

    address: rx.Var[str]
    accept: rx.Var[str]
    megabytes: rx.Var[int]
    choose: rx.Var[str]
    drop: rx.Var[str]
    hint: rx.Var[str]
    sending: rx.Var[str]
    reading: rx.Var[str]
    waiting: rx.Var[str]
    too_large: rx.Var[str]
    failed: rx.Var[str]
    on_sent: rx.EventHandler[rx.event.no_args_event_spec]


def file_drop(
    address: str, *, accept: str, megabytes: int, hint: rx.Var[str], too_large: rx.Var[str], **props: Any
) -> rx.Component:
    """A place for one file up to so many megabytes."""
    return FileDrop.create(
        address=address,
        accept=accept,
        megabytes=megabytes,
        choose=t("Choose a file"),
        drop=t("or drop it here"),
        hint=hint,
        sending=t("Sending the file"),
        reading=t("Reading the file"),
        waiting=t("Reading the file. Files are read one at a time: yours may be waiting for another"),
        too_large=too_large,
        failed=t("The file was not sent: the connection broke or your sign-in has ended. Try again"),
        **props,
    )
