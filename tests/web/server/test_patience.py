"""Who sends a request slowly, or none, does not hold a place at the page for ever."""

import asyncio

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.server import ServerState

from grader.web.server import patience
from grader.web.server.patience import BoundedProtocol

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
    monkeypatch.setattr(patience, "REQUEST_S", 0.05)

    heard = asyncio.run(asyncio.wait_for(_hears(sent), 30))

    assert (b"heard" in heard) is answered


def test_a_whole_request_ends_the_wait(monkeypatch):
    """However long the answer takes, nobody is cut off meanwhile."""
    monkeypatch.setattr(patience, "REQUEST_S", 30)
    whole = b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"

    assert b"heard" in asyncio.run(asyncio.wait_for(_hears([whole]), 20))
