"""A relay between two sockets, without a kernel."""

import asyncio
import contextlib
import gc
import socket

from grader.sandbox.messages.relay import GREETING_BYTES, Relay


def unheard(_):
    """Nobody hears of a message."""


async def relayed(
    folder, answer, said=bytes(GREETING_BYTES), on_message=unheard, on_dropped=unheard
):
    """What comes back for what the host says when `answer` stands where the kernel would."""
    relay = Relay(on_message=on_message, on_dropped=on_dropped)
    kernel = await asyncio.start_unix_server(answer, folder / "kernel")
    await relay.serve(folder / "host", folder / "kernel")
    loop, heard = asyncio.get_running_loop(), b""
    with socket.socket(socket.AF_UNIX) as host, contextlib.suppress(OSError):
        host.setblocking(False)
        await loop.sock_connect(host, str(folder / "host"))
        await loop.sock_sendall(host, said)
        while piece := await loop.sock_recv(host, 1024):
            heard += piece
    await relay.close()
    kernel.close()
    return heard


def test_what_a_kernel_says_is_passed_on(tmp_path):
    """Its greeting, and then whole messages."""

    async def answer(_, writer):
        writer.write(bytes(GREETING_BYTES) + b"\x00\x03abc" + b"\x00\x09cut")
        writer.close()

    assert asyncio.run(relayed(tmp_path, answer)) == bytes(GREETING_BYTES) + b"\x00\x03abc"


def test_a_message_of_many_lists_is_left_out(tmp_path, monkeypatch):
    """Those that lie in each other have no commas."""
    monkeypatch.setattr("grader.sandbox.messages.relay.MAX_VALUES", 30)

    async def answer(_, writer):
        writer.write(bytes(GREETING_BYTES) + b"\x00\x28" + b"[" * 20 + b"]" * 20 + b"\x00\x03abc")
        writer.close()

    assert asyncio.run(relayed(tmp_path, answer)) == bytes(GREETING_BYTES) + b"\x00\x03abc"


def test_commands_count(tmp_path):
    """A kernel may send some without end, past its own libraries."""
    counted = []

    async def answer(_, writer):
        writer.write(bytes(GREETING_BYTES) + b"\x04\x05\x04PING" * 3)
        writer.close()

    asyncio.run(relayed(tmp_path, answer, on_message=counted.append))

    assert counted == [7, 7, 7]


def test_a_message_of_empty_parts_is_left_out(tmp_path, monkeypatch):
    """Each takes room where they are gathered, and time: so many count like a long message, and
    are told before it ends.
    """
    monkeypatch.setattr("grader.sandbox.messages.relay.MAX_MESSAGE_BYTES", 100_000)
    monkeypatch.setattr("grader.sandbox.messages.relay.TOLD_BYTES", 200_000)
    dropped = []

    async def answer(_, writer):
        usual = b"\x01\x00" * 15 + b"\x00\x03abc"
        writer.write(bytes(GREETING_BYTES) + b"\x01\x00" * 1_000 + b"\x00\x00" + usual)
        writer.close()

    heard = asyncio.run(relayed(tmp_path, answer, on_dropped=dropped.append))

    assert heard == bytes(GREETING_BYTES) + b"\x01\x00" * 15 + b"\x00\x03abc"
    assert len(dropped) > 3
    assert sum(dropped) > 900_000


def test_a_kernel_that_is_killed_leaves_no_complaint(tmp_path):
    """The connection breaks while the host writes: nothing is left that asyncio would speak of
    after the program's last word, in whatever order things are collected.
    """

    async def answer(_, writer):
        writer.transport.abort()

    gc.disable()
    try:
        with asyncio.Runner() as runner:
            runner.run(relayed(tmp_path, answer, bytes(2**20)))
            loop = runner.get_loop()
        left = [
            thing
            for thing in gc.get_objects()
            if isinstance(thing, asyncio.Future)
            and thing._log_traceback
            and thing.get_loop() is loop
        ]
    finally:
        gc.enable()

    assert left == []
