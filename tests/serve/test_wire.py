"""Updates on the wire: large ones deflated, each for itself; what comes in does not grow without bound."""

import zlib
from collections.abc import Sequence

import pytest
from websockets.client import ClientProtocol
from websockets.exceptions import PayloadTooBig
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from ejournal.serve.wire.deflate import SMALLEST, SparingDeflate, SparingDeflateFactory

UPDATE = "Ученик получил «5» за контрольную работу. " * 300
WRITTEN = " ".join(f"№ {number}: прочитать и ответить на вопрос" for number in range(300))


def _connected(*factories: ClientPerMessageDeflateFactory) -> tuple[ServerProtocol, ClientProtocol]:
    """Both ends of a websocket after their handshake."""
    client = ClientProtocol(parse_uri("ws://journal.test/"), extensions=factories or None)
    server = ServerProtocol(extensions=[SparingDeflateFactory()])
    client.send_request(client.connect())
    _carry(client.data_to_send(), server)
    server.send_response(server.accept(server.events_received()[0]))  # type: ignore[arg-type]
    _carry(server.data_to_send(), client)
    (answer,) = client.events_received()
    assert isinstance(answer, Response)
    assert answer.status_code == 101
    return server, client


def _carry(pieces: Sequence[bytes], to: ServerProtocol | ClientProtocol) -> int:
    for piece in pieces:
        to.receive_data(piece)
    return sum(map(len, pieces))


def _sent(text: str, server: ServerProtocol, client: ClientProtocol) -> int:
    """Bytes on the wire of an update that arrives whole."""
    server.send_text(text.encode())
    size = _carry(server.data_to_send(), client)
    (frame,) = client.events_received()
    assert isinstance(frame, Frame)
    assert bytes(frame.data).decode() == text
    return size


def test_a_large_update_is_deflated_and_a_small_one_goes_as_it_is() -> None:
    server, client = _connected(ClientPerMessageDeflateFactory(client_max_window_bits=True))
    assert _sent(UPDATE, server, client) < len(UPDATE) / 10
    small = "x" * (SMALLEST - 1)
    assert _sent(small, server, client) > len(small)


def test_nothing_is_kept_from_one_update_to_the_next() -> None:
    server, client = _connected(ClientPerMessageDeflateFactory(client_max_window_bits=True))
    first, second = (_sent(UPDATE, server, client) for _ in range(2))
    assert first == second
    (extension,) = server.extensions
    assert not {"encoder", "decoder"} & vars(extension).keys()
    client.send_text(WRITTEN.encode())
    _carry(client.data_to_send(), server)
    assert len(server.events_received()) == 1
    assert not {"encoder", "decoder"} & vars(extension).keys()


def test_who_does_not_offer_to_deflate_is_sent_all_as_it_is() -> None:
    server, client = _connected()
    assert _sent(UPDATE, server, client) > len(UPDATE.encode())


def test_what_grows_like_no_browsers_message_is_refused() -> None:
    extension = SparingDeflate(True, True, 15, 15)
    packer = zlib.compressobj(wbits=-15)
    bomb = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_SYNC_FLUSH)
    with pytest.raises(PayloadTooBig):
        extension.decode(Frame(Opcode.TEXT, bomb[:-4], rsv1=True), max_size=2_000_000)
    with pytest.raises(PayloadTooBig):
        extension.decode(Frame(Opcode.TEXT, bomb[:-4], rsv1=True), max_size=1000)
