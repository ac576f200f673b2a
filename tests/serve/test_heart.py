"""A worker tells each second that it lives, whatever happens to the clock on the wall."""

import asyncio
import os
import time
from contextlib import suppress

import pytest

from ejournal.serve.worker import Beating

PATIENCE_S = 60


def test_it_beats_on_when_the_clock_on_the_wall_stands_or_is_set_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard, told_by = os.pipe()
    os.set_blocking(heard, False)
    monkeypatch.setattr(time, "time", lambda: 0.0)

    async def play() -> bytes:
        server = Beating(told_by)
        server.config.encoded_headers = []
        serving = asyncio.create_task(server.main_loop())
        beats = b""
        async with asyncio.timeout(PATIENCE_S):
            while len(beats) < 2:
                with suppress(BlockingIOError):
                    beats += os.read(heard, 16)
                await asyncio.sleep(0)
        server.should_exit = True
        await serving
        return beats

    try:
        assert asyncio.run(play()) == b".."
    finally:
        os.close(heard)
        os.close(told_by)
