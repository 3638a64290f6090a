"""A relay between two sockets, without a kernel."""

import asyncio
import contextlib
import gc
import socket

from grader.sandbox.messages.relay import GREETING_BYTES, Relay


async def relayed(folder, answer, said=bytes(GREETING_BYTES)):
    """What comes back for what the host says when `answer` stands where the kernel would."""
    relay = Relay(on_message=lambda _: None, on_dropped=lambda _: None)
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
