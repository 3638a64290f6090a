"""Who sends a request slowly, or none, does not hold a place at the page for ever."""

import asyncio

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.server import ServerState

from grader.web.server import connections
from grader.web.server.connections import BoundedProtocol

HEAD = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n"


async def _hears(sent: list[bytes]) -> bytes:
    """What somebody hears who sends this, and then waits until the server is done with them."""
    config = uvicorn.Config(
        PlainTextResponse("heard"), http=BoundedProtocol, log_config=None, ws="none", lifespan="off"
    )
    config.load()

    def made() -> BoundedProtocol:
        return BoundedProtocol(config=config, server_state=ServerState(), app_state={})

    server = await asyncio.get_running_loop().create_server(made, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for part in sent:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
        heard = await reader.read()
        writer.close()
        await writer.wait_closed()
    return heard


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        ([], False),
        ([b"GET / HT"], False),
        ([b"GET / HTTP/1.1\r\nHost: here\r\n", b"X: "], False),
        ([HEAD, b"\r\npoi"], True),
        ([b"GET / HTTP/1.1\r\nHost: here\r\n\r\n", b"GET / HT"], True),
    ],
    ids=["nothing", "half a line", "half a head", "half a body", "half of the second"],
)
def test_a_request_that_does_not_come_whole_ends_its_connection(sent, answered, monkeypatch):
    """Those that came before it are answered."""
    monkeypatch.setattr(connections, "REQUEST_S", 0.05)

    heard = asyncio.run(asyncio.wait_for(_hears(sent), 30))

    assert (b"heard" in heard) is answered


def test_a_whole_request_ends_the_wait(monkeypatch):
    """However long the answer takes, nobody is cut off meanwhile."""
    monkeypatch.setattr(connections, "REQUEST_S", 30)
    whole = b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"

    assert b"heard" in asyncio.run(asyncio.wait_for(_hears([whole]), 20))


async def _held_open(many: int) -> tuple[int, bytes]:
    """How many of so many connections that ask for nothing stay open, and what somebody hears who
    comes after them.
    """
    config = uvicorn.Config(
        PlainTextResponse("heard"), http=BoundedProtocol, log_config=None, ws="none", lifespan="off"
    )
    config.load()
    state = ServerState()

    def made() -> BoundedProtocol:
        return BoundedProtocol(config=config, server_state=state, app_state={})

    server = await asyncio.get_running_loop().create_server(made, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        held = [await asyncio.open_connection(*address) for _ in range(many)]
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        heard = await reader.readuntil(b"heard")
        stayed = len(state.connections)
        for _, other in [*held, (reader, writer)]:
            other.transport.abort()
    return stayed, heard


def test_connections_that_ask_for_nothing_are_bounded(monkeypatch):
    """Whoever comes last is answered; the oldest make room."""
    monkeypatch.setattr(connections, "MOST_OPEN", 8)

    stayed, heard = asyncio.run(asyncio.wait_for(_held_open(40), 30))

    assert b"200" in heard
    assert stayed <= 8


def test_an_answer_under_way_is_not_cut_off(monkeypatch):
    """Not by any number of others; where all are being answered, the last one leaves."""
    monkeypatch.setattr(connections, "MOST_OPEN", 3)

    async def slow(scope, receive, send):
        begun.release()
        await asked.wait()
        await PlainTextResponse("heard")(scope, receive, send)

    async def several() -> list[bytes]:
        config = uvicorn.Config(
            slow, http=BoundedProtocol, log_config=None, ws="none", lifespan="off"
        )
        config.load()
        state = ServerState()
        server = await asyncio.get_running_loop().create_server(
            lambda: BoundedProtocol(config=config, server_state=state, app_state={}),
            "127.0.0.1",
            0,
        )
        async with server:
            address = server.sockets[0].getsockname()
            ways = []
            for _ in range(3):
                ways.append(await asyncio.open_connection(*address))
                ways[-1][1].write(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
                await begun.acquire()
            reader, _ = await asyncio.open_connection(*address)
            assert await _all_of(reader) == b""
            asked.set()
            return [await _all_of(reader) for reader, _ in ways]

    async def run() -> list[bytes]:
        nonlocal asked, begun
        asked, begun = asyncio.Event(), asyncio.Semaphore(0)
        return await asyncio.wait_for(several(), 30)

    asked = begun = None
    assert all(b"heard" in heard for heard in asyncio.run(run()))


async def _all_of(reader: asyncio.StreamReader) -> bytes:
    """What is heard until the connection ends, in whichever way."""
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""
