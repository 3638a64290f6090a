"""A book that is damaged, of another program or in a place that can't be written is refused."""

import sqlite3
from contextlib import closing

import pytest

from grader.errors import ConfigError, OutputError
from grader.review import Book
from grader.review.schema import APPLICATION_ID, VERSION
from tests.review.cases import points


def test_a_newer_book_is_refused_in_a_sentence_and_left_as_it_is(tmp_path):
    """A later version may mean something else by the same columns."""
    book = Book(tmp_path)
    book.record([points(1)])
    connection = sqlite3.connect(book.path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = book.path.read_bytes()

    for act in (book.all, lambda: book.record([points(2)]), lambda: book.undo(1, author="a")):
        with pytest.raises(ConfigError, match="newer version of grader"):
            act()

    assert book.path.read_bytes() == before


def test_another_program_s_database_is_refused(tmp_path):
    """Its tables are not touched."""
    connection = sqlite3.connect(Book(tmp_path).path)
    connection.execute("CREATE TABLE recipe (name TEXT)")
    connection.close()

    with pytest.raises(ConfigError, match="another program"):
        Book(tmp_path).record([points(1)])


@pytest.mark.parametrize("content", [b"no database" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_book_is_reported_in_a_sentence(tmp_path, content):
    """No traceback: the operator learns which file to bring back."""
    Book(tmp_path).path.write_bytes(content)

    with pytest.raises(ConfigError, match="damaged"):
        Book(tmp_path).all()


@pytest.mark.parametrize(
    "damage", ["what = '{'", 'what = \'{"points": "nan", "finding": "q"}\'', "kind = 'guess'"]
)
def test_a_damaged_decision_is_reported_in_a_sentence(tmp_path, damage):
    """Which one it is, and no traceback, whoever reads it."""
    book = Book(tmp_path)
    book.record([points(1)])
    with closing(sqlite3.connect(book.path)) as connection:
        connection.execute("DROP TRIGGER decision_is_final")
        connection.execute(f"UPDATE decision SET {damage}")
        connection.commit()

    for act in (book.all, lambda: book.after(0), lambda: book.undo(1, author="a")):
        with pytest.raises(ConfigError, match="decision 1: can't be read"):
            act()


def test_a_book_whose_making_was_interrupted_is_made_again(tmp_path):
    """An empty file holds no decisions, and takes the first one."""
    Book(tmp_path).path.write_bytes(b"")

    assert Book(tmp_path).all() == ()
    assert len(Book(tmp_path).record([points(1)])) == 1
    connection = sqlite3.connect(Book(tmp_path).path)
    assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    connection.close()


def test_a_place_that_can_not_be_written_is_reported(tmp_path):
    """A folder in the way of the file is the operator's to move."""
    Book(tmp_path).path.mkdir()

    with pytest.raises(OutputError, match="can't be written"):
        Book(tmp_path).record([points(1)])
