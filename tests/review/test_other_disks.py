"""A book on a disk of another machine, or one that was changed, is told of in a sentence."""

import sqlite3
from contextlib import closing

import pytest

from grader.errors import ConfigError, OutputError
from grader.review import Book
from tests.review.cases import points


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (sqlite3.SQLITE_PROTOCOL, "locking protocol"),
        (sqlite3.SQLITE_IOERR_LOCK, "disk I/O error"),
        (sqlite3.SQLITE_IOERR_SHMMAP, "disk I/O error"),
    ],
)
def test_a_file_system_without_locks_is_named(tmp_path, monkeypatch, code, said):
    """Homes on many clusters are such: it was a traceback."""
    Book(tmp_path).record([points(1)])

    def refuse(*_, **__):
        error = sqlite3.OperationalError(said)
        error.sqlite_errorcode = code
        raise error

    monkeypatch.setattr(sqlite3, "connect", refuse)

    with pytest.raises(OutputError, match=said) as refused:
        Book(tmp_path).record([points(2)])

    assert "another machine's disk" in refused.value.hint


def test_a_book_without_its_table_is_damaged(tmp_path):
    """Another program has been at it."""
    book = Book(tmp_path)
    book.record([points(1)])
    with closing(sqlite3.connect(book.path)) as connection:
        connection.execute("DROP TABLE decision")

    with pytest.raises(ConfigError, match="is damaged: no such table"):
        book.all()
