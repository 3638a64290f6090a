"""Keeps a message from the kernel from growing beyond all bounds.

ZeroMQ collects a message of many parts in memory before anybody can look at it, and a kernel in a
student's hands may send parts without end. So the host's sockets never meet the kernel's: between
them stands this relay. It reads ZMTP 3 frames, passes on each whole message that is not too large,
and forgets those that are.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

from grader.model.policy import MIB
from grader.untrusted.texts import most_values

MAX_MESSAGE_BYTES = 12 * MIB
"""A longer message is left out; the recorder cuts long texts into shorter ones."""
TOLD_BYTES = 2 * MAX_MESSAGE_BYTES
"""Of a message that has no end yet, so much is left out before somebody hears of it."""
PART_BYTES, USUAL_PARTS = 1024, 16
"""What a part counts for beside its content, where a message has more than usual: millions of empty
ones would take seconds to read and half a gigabyte where they are gathered.
"""
MAX_VALUES = 500_000
"""In a message: JSON with more values than these would take a lot of memory once it is read."""
MAX_COMMAND_BYTES = 4096
GREETING_BYTES = 64
PIECE_BYTES = 256 * 1024
AHEAD_BYTES = 2 * MIB
"""How much may wait for the host to read it."""
MORE, LONG, COMMAND = 1, 2, 4
"""Flags of a ZMTP 3 frame."""


class Relay:
    """Passes messages between the host's sockets and the kernel's."""

    def __init__(
        self, *, on_message: Callable[[int], None], on_dropped: Callable[[int], None]
    ) -> None:
        """`on_message` and `on_dropped` get the bytes of each message or command that was passed
        on or left out.
        """
        self._on_message, self._on_dropped = on_message, on_dropped
        self._servers: list[asyncio.Server] = []
        self._pumps: set[asyncio.Task[None]] = set()

    async def serve(self, host_side: Path, kernel_side: Path) -> None:
        """Whoever connects to `host_side` speaks to who listens at `kernel_side`."""

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None  # noqa: S101 - a coroutine that runs has one
            self._pumps.add(task)
            try:
                await self._join(kernel_side, reader, writer)
            except asyncio.CancelledError:
                pass
            finally:
                self._pumps.discard(task)
                self._hang_up(writer)

        self._servers.append(await asyncio.start_unix_server(connected, host_side))

    async def close(self) -> None:
        """Drop every connection."""
        for server in self._servers:
            server.close()
        while doomed := tuple(self._pumps):
            for pump in doomed:
                pump.cancel()
            await asyncio.gather(*doomed, return_exceptions=True)

    def _hang_up(self, writer: asyncio.StreamWriter) -> None:
        """Close a connection once everything is written, and look at how it ended: asyncio
        complains of an end that nobody has looked at, after the program's last word.
        """
        writer.close()
        ending = asyncio.ensure_future(_ended(writer))
        self._pumps.add(ending)
        ending.add_done_callback(self._pumps.discard)

    async def _join(
        self, kernel_side: Path, from_host: asyncio.StreamReader, to_host: asyncio.StreamWriter
    ) -> None:
        try:
            from_kernel, to_kernel = await asyncio.open_unix_connection(kernel_side)
        except OSError:
            return
        ways = (
            asyncio.ensure_future(_copy(from_host, to_kernel)),
            asyncio.ensure_future(self._filter(from_kernel, to_host)),
        )
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._hang_up(to_kernel)

    async def _filter(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        """Pass on what the kernel says, whole message by whole message."""
        sink.transport.set_write_buffer_limits(high=AHEAD_BYTES)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await _greet(source, sink)
            while True:
                message = await self._message(source)
                if message:
                    sink.write(message)
                    await sink.drain()

    async def _message(self, source: asyncio.StreamReader) -> bytes:
        """One message or command with its framing; empty where it was too long to be passed on."""
        kept, total, flags, parts = bytearray(), 0, MORE, 0
        while flags & MORE:
            head, size = await _frame_head(source)
            flags, parts = head[0], parts + 1
            total += len(head) + size + (PART_BYTES if parts > USUAL_PARTS else 0)
            if flags & COMMAND and size > MAX_COMMAND_BYTES:
                raise asyncio.IncompleteReadError(head, size)
            if total > MAX_MESSAGE_BYTES:
                kept.clear()
                await _skip(source, size)
                if total > TOLD_BYTES and flags & MORE:
                    self._on_dropped(total - MAX_MESSAGE_BYTES)
                    total = MAX_MESSAGE_BYTES
            else:
                kept += head + await source.readexactly(size)
        if flags & COMMAND:
            self._on_message(total)
            return bytes(kept)
        passed = total <= MAX_MESSAGE_BYTES and most_values(kept) <= MAX_VALUES
        (self._on_message if passed else self._on_dropped)(total)
        return bytes(kept) if passed else b""


async def _frame_head(source: asyncio.StreamReader) -> tuple[bytes, int]:
    """Flags and length of a frame, and the length as a number."""
    flags = await source.readexactly(1)
    length = await source.readexactly(8 if flags[0] & LONG else 1)
    return flags + length, int.from_bytes(length)


async def _greet(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    """Pass on the greeting as it comes: its sender waits for an answer before it goes on."""
    left = GREETING_BYTES
    while left:
        piece = await source.read(left)
        if not piece:
            raise asyncio.IncompleteReadError(piece, left)
        sink.write(piece)
        left -= len(piece)


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await source.read(PIECE_BYTES):
            sink.write(piece)
            await sink.drain()


async def _ended(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        await writer.wait_closed()


async def _skip(source: asyncio.StreamReader, size: int) -> None:
    while size:
        piece = await source.read(min(PIECE_BYTES, size))
        if not piece:
            raise asyncio.IncompleteReadError(piece, size)
        size -= len(piece)
