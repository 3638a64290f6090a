"""The server leaves the process as it found it."""

import logging

import pytest

from grader.errors import ConfigError
from grader.web.server.listening import Shared, listen, serve


class Watched(logging.Handler):
    """Like absl's, which closes the stream that it was made with."""

    closed = False

    def close(self):
        self.closed = True
        super().close()


def test_logging_of_others_stays_as_it_is(tmp_path):
    """Uvicorn's own settings would close every handler that somebody has made."""
    nothing = tmp_path / "nothing.pem"
    nothing.write_text("no certificate")
    handler = Watched()

    with listen(0, None) as listener, pytest.raises(ConfigError):
        serve(None, listener, Shared("localhost", nothing, nothing))

    assert not handler.closed
