"""What a channel says when it does not take something over."""


class Refused(Exception):
    """It was not taken: the words are the channel's. for_ever: asking again is of no use.

    of_server: the channel itself does not work, whatever is handed to it. of_recipient: it is the address
    that is refused.
    """

    def __init__(
        self, words: str, *, for_ever: bool = False, of_server: bool = False, of_recipient: bool = False
    ) -> None:
        super().__init__(words)
        self.for_ever = for_ever
        self.of_server = of_server
        self.of_recipient = of_recipient
