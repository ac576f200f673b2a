"""One number and one handler: what an event costs before anybody's own work begins."""

import reflex as rx


class Counter(rx.State):
    """A number."""

    number: int = 0

    @rx.event
    def add(self) -> None:
        """One more."""
        self.number += 1


def index() -> rx.Component:
    """The number."""
    return rx.el.div(Counter.number)


app = rx.App()
app.add_page(index)
