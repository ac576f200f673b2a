"""What a page says over its socket: a handful of Engine.IO and Socket.IO packets, all of them text."""

BEGINS = "40/_event,"
"""The one packet that a connection begins with."""
PONG = "3"
ENDS = ("1", "41/_event,")
EVENTS = ('42/_event,["event",', '42/_event,["client_error",')
"""By any other name a client would call the server's own handlers, "connect" among them."""
SMALL = 32 * 1024
"""Bytes of one packet of whoever is not known to be signed in; the first of a page is some three thousand."""


def is_spoken(packet: str, *, begun: bool) -> bool:
    """Whether a page of ours would send the packet: no attachments, no other namespaces, no other events."""
    if packet == PONG or packet in ENDS:
        return True
    return packet.startswith(EVENTS if begun else BEGINS)
