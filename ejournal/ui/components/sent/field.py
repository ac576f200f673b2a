"""Files in a form: a field that sends what is chosen and names it; files that something shows."""

import json
from typing import Any

import reflex as rx

from ejournal.errors import DomainError
from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.components.sent.sent import FILE_WORDS
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t

_LIBRARY = "$/public" + own_asset("field.jsx")
GOING = "files_going"
"""The form's value that is there while files are still on their way."""


class FileField(rx.Component):
    """The chosen files; the form gets the keys of those that have come, as JSON, by the field's name."""

    library = _LIBRARY
    tag = "FileField"

    name: rx.Var[str]
    going: rx.Var[str]
    owner: rx.Var[str]
    draft: rx.Var[str]
    most: rx.Var[int]
    label: rx.Var[str]
    locale: rx.Var[str]
    words: rx.Var[dict[str, str]]


class SentFiles(rx.Component):
    """Files that something shows, as `shown` of `services/files/keeping.py` says them."""

    library = _LIBRARY
    tag = "SentFiles"

    files: rx.Var[list[dict[str, Any]]]
    locale: rx.Var[str]
    words: rx.Var[dict[str, str]]


def file_field(name: str, *, draft: str | rx.Var[str], most: int) -> rx.Component:
    """A field for so many files; those that have come are kept in the browser under the draft's name."""
    return FileField.create(
        name=name,
        going=GOING,
        owner=SessionState.account,
        draft=draft,
        most=most,
        label=t("Files"),
        locale=SessionState.locale,
        words=_words(too_many="Too many files: the first ones stay"),
    )


def sent_keys(form: dict[str, Any], name: str) -> tuple[str, ...]:
    """The keys of the files in the form, none where it is no list of words.

    DomainError by the field while files are still on their way.
    """
    if form.get(GOING):
        raise DomainError("Files are still on their way", field=name)
    try:
        found = json.loads(str(form.get(name) or "[]"))
    except ValueError:
        return ()
    known = [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
    return tuple(dict.fromkeys(known))


def sent_files(files: Any) -> rx.Component:
    """The files, pictures as pictures."""
    return SentFiles.create(files=files, locale=SessionState.locale, words=_words())


def _words(**more: str) -> rx.Var[dict[str, str]]:
    words: dict[str, Any] = {name: t(message) for name, message in (FILE_WORDS | more).items()}
    return rx.Var.create(words)
