"""Forms that the browser posts itself: sign-in, sign-out, anything that sets a cookie or sends a file."""

from typing import Any

import reflex as rx


class NativeForm(rx.Component):
    """A plain <form>; Reflex's own would keep the browser from posting it."""

    tag = "form"
    _is_tag_in_global_scope = True

    action: rx.Var[str]
    method: rx.Var[str]
    enc_type: rx.Var[str]
    auto_complete: rx.Var[str]
    target: rx.Var[str]


def post_form(*children: rx.Component, action: str | rx.Var[str], **props: Any) -> rx.Component:
    """A form posted to the server's own route, which answers with a redirect."""
    return NativeForm.create(*children, action=action, method="post", **props)
