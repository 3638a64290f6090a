"""The book of decisions: what was confirmed stays, whoever else writes and whatever ends it."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from types import SimpleNamespace

import pytest

from grader.errors import ConfigError, FolderInUse
from grader.model.graded.decision import (
    AppealAnswered,
    ObservationJudged,
    PointsGiven,
    Undone,
    standing,
)
from grader.review import Book, DecisionConflict, Draft, database
from grader.review.schema import VERSION
from tests.review.cases import points

DECISIONS = (
    PointsGiven("q1.answered", Decimal("7.50"), "gut = 'ü' 🎓\n½", ("clear", "no_numbers")),
    ObservationJudged("claim_mismatch-01234567", "dismissed"),
    AppealAnswered("q1.answered", "I did say so!", granted=True, answer="You did."),
)
WRITER = """
import sys
from decimal import Decimal
from types import SimpleNamespace
from pathlib import Path
from grader.model.graded.decision import PointsGiven
from grader.review import Book, Draft
book = Book(Path(sys.argv[1]))
for number in range(1_000_000):
    given = PointsGiven("q1", Decimal(number))
    print(book.record([Draft(f"{number}", "a", given), Draft(f"{number}", "b", given)])[1].id,
          flush=True)
"""


def test_every_kind_of_decision_comes_back_as_it_was_recorded(tmp_path):
    """Words, points to the cent, digests, author and time survive."""
    book = Book(tmp_path, clock=lambda: "2026-01-02T03:04:05.678Z")
    drafts = [Draft("ann-1", "Ada", what, "because", points(1).basis) for what in DECISIONS]

    recorded = book.record(drafts)

    assert book.all() == recorded == book.of("ann-1") == book.after(0)
    assert book.after(2) == recorded[2:]
    assert tuple(one.what for one in recorded) == DECISIONS
    assert {(one.author, one.why, one.time) for one in recorded} == {
        ("Ada", "because", "2026-01-02T03:04:05.678Z")
    }
    assert str(recorded[0].what.points) == "7.50"


def test_reading_makes_no_book(tmp_path):
    """Who only looks leaves the folder as it was."""
    assert Book(tmp_path).all() == Book(tmp_path).of("ann-1") == ()
    assert not any(tmp_path.iterdir())


def test_the_last_decision_stands_and_undo_brings_the_one_before_back(tmp_path):
    """An undo is a record that can be undone in its turn; nothing is ever removed."""
    book = Book(tmp_path)
    first, second = book.record([points(3), points(5)])

    def stands():
        return [one.id for one in standing(book.all())]

    assert stands() == [second.id]
    undo = book.undo(second.id, author="Bob")
    assert stands() == [first.id]
    book.undo(undo.id, author="Bob")
    assert stands() == [second.id]
    book.undo(first.id, author="Bob")
    assert stands() == [second.id]
    assert len(book.all()) == 5
    assert isinstance(undo.what, Undone)


@pytest.mark.parametrize(("number", "words"), [(7, "no such decision"), (1, "taken back already")])
def test_what_is_not_there_or_undone_is_not_undone(tmp_path, number, words):
    """The message names the decision and the command that lists them."""
    book = Book(tmp_path)
    book.record([points(3)])
    book.undo(1, author="Ada")

    with pytest.raises(ConfigError, match=words) as reported:
        book.undo(number, author="Ada")

    assert f"decision {number}" in str(reported.value)
    assert "--list" in str(reported.value)


def test_nothing_in_the_book_can_be_changed_or_deleted(tmp_path):
    """Not even by other programs that open the file."""
    book = Book(tmp_path)
    book.record([points(3)])
    with sqlite3.connect(book.path) as connection:
        for statement in ("UPDATE decision SET author = 'x'", "DELETE FROM decision"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                connection.execute(statement)
    connection.close()

    assert [one.author for one in book.all()] == ["Ada"]


def test_who_saves_on_an_older_version_is_reported_and_nothing_is_recorded(tmp_path):
    """Two graders see the same answer; the second learns what the first decided, and may insist."""
    book = Book(tmp_path)
    (before,) = book.record([points(3)])
    (theirs,) = book.record([points(5, author="Bob", seen=before.id)])

    with pytest.raises(DecisionConflict, match="Bob") as reported:
        book.record([points(8, finding="q2.answered"), points(4, seen=before.id)])

    assert reported.value.found == (theirs,)
    assert book.all() == (before, theirs)
    book.record([points(4, seen=theirs.id), points(1, finding="q2.answered", seen=None)])
    assert len(book.all()) == 4


def test_a_decision_that_was_taken_back_meanwhile_is_reported_as_well(tmp_path):
    """What one saw no longer stands, although nothing stands in its place."""
    book = Book(tmp_path)
    book.record([points(3)])
    book.undo(1, author="Bob")

    with pytest.raises(DecisionConflict, match="taken back"):
        book.record([points(4, seen=1)])


def test_points_that_are_no_number_never_get_in(tmp_path):
    """Not a number and infinity are refused at the last door, and with them all of the call."""
    for amount in ("NaN", "Infinity", "sNaN"):
        with pytest.raises(ValueError, match="no points"):
            Book(tmp_path).record([points(1), points(amount)])

    assert Book(tmp_path).all() == ()


def test_halves_of_characters_are_replaced(tmp_path):
    """What no file in UTF-8 can hold does not keep a decision from being recorded."""
    (one,) = Book(tmp_path).record([points(1, comment="a\ud800b", author="\udcff")])

    assert (one.what.comment, one.author) == ("a?b", "?")


def test_many_threads_and_connections_write_at_once(tmp_path):
    """Each waits for the others; ids are one sequence, and no record is missing."""
    book, together = Book(tmp_path), threading.Barrier(8)

    def write(author):
        together.wait(timeout=60)
        for number in range(5):
            book.record([points(number, author=str(author))])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(8)))

    assert [one.id for one in book.all()] == list(range(1, 41))


@pytest.mark.parametrize("looks", [1, 2])
def test_a_book_that_is_made_while_one_looks_is_no_other_programs(looks, tmp_path):
    """Two commands open a new folder: one reads the file's marks while the other makes it."""
    path, looked = tmp_path / "decisions.sqlite3", []

    class Slow(sqlite3.Connection):
        def execute(self, *given):
            rows = super().execute(*given).fetchall()
            looked.append(rows)
            if len(looked) == looks:
                Book(tmp_path).record([points(1)])
            return SimpleNamespace(fetchone=lambda: rows[0])

    with closing(sqlite3.connect(path, factory=Slow, isolation_level=None)) as slow:
        assert database._version(path, slow) in {0, VERSION}


def test_a_writer_that_never_ends_is_reported_and_readers_do_not_wait(tmp_path, monkeypatch):
    """After a while the command says that somebody else is writing; reading goes on meanwhile."""
    monkeypatch.setattr(database, "BUSY_S", 0.1)
    book = Book(tmp_path)
    book.record([points(1)])

    with book.writing():
        with pytest.raises(FolderInUse, match="another process"):
            book.record([points(2)])
        assert len(book.all()) == 1


def test_what_was_confirmed_outlives_kill_9(tmp_path):
    """A process that records pairs is killed at random moments: what it said to have recorded is
    there, and no pair is torn.
    """
    chance, confirmed = random.Random(14), 0
    for _ in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(chance.randrange(1, 30)):
            confirmed = int(writer.stdout.readline())
        threading.Event().wait(chance.random() / 100)
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate(timeout=60)
        confirmed = int(rest.split()[-1]) if rest.split() else confirmed

        ids = [one.id for one in Book(tmp_path).all()]

        assert ids == list(range(1, len(ids) + 1))
        assert len(ids) % 2 == 0
        assert len(ids) >= confirmed


def test_a_commit_is_on_the_disk_before_it_returns(tmp_path):
    """What no kill can show, a power cut would: the file is opened so that SQLite waits for it."""
    with Book(tmp_path).connect() as connection:
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]

    assert (mode, synchronous) == ("wal", 2)


def test_the_folder_may_be_copied_and_moved(tmp_path):
    """The book goes with the folder, what a killed process left beside it included."""
    (tmp_path / "a").mkdir()
    book = Book(tmp_path / "a")
    book.record([points(1)])
    with book.connect() as held_open:
        book.record([points(2)])
        assert book.path.with_name(f"{book.path.name}-wal").stat().st_size
        shutil.copytree(tmp_path / "a", tmp_path / "b c%?#")
        held_open.execute("SELECT 1")
    (tmp_path / "a").rename(tmp_path / "moved")

    assert Book(tmp_path / "b c%?#").all() == Book(tmp_path / "moved").all()
    assert len(Book(tmp_path / "moved").all()) == 2


def test_a_folder_that_can_only_be_read_can_be_read(tmp_path):
    """A copy on a medium without the right to write shows its decisions."""
    book = Book(tmp_path)
    book.record([points(1)])
    book.path.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        assert len(book.all()) == 1
    finally:
        tmp_path.chmod(0o700)
