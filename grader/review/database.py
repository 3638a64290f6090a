"""Opens the SQLite file with what people decided, for several processes at a time.

In WAL mode a reader never waits for a writer. `synchronous=FULL` brings a transaction to the disk
before its commit returns: what was confirmed to a person outlives `kill -9` and a power cut.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from grader.errors import ConfigError, FolderInUse, GraderError, OutputError, Problem
from grader.review.schema import APPLICATION_ID, SCHEMA, VERSION

BUSY_S = 30.0
"""How long a writer waits for another one; a transaction takes milliseconds."""
LOOK_AGAIN_S = 0.02
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_UNWRITABLE = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOLFS,
)
_WITHOUT_LOCKS = (
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_SHMLOCK,
    sqlite3.SQLITE_IOERR_SHMMAP,
    sqlite3.SQLITE_IOERR_SHMOPEN,
)
"""What it says where a file system over the network knows no locks, or no memory in common."""
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file ready to be written, made where it is missing, its tables brought up to date."""
    with _explained(path), closing(_connected(path, "rwc")) as connection:
        _use_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        _migrate(path, connection)
        yield connection


@contextmanager
def transaction(path: Path, *, waits_for_disk: bool = True) -> Iterator[sqlite3.Connection]:
    """The same in a transaction that no other writer can come between: all of it or nothing."""
    with opened(path) as connection:
        if not waits_for_disk:
            connection.execute("PRAGMA synchronous = NORMAL")
        with _immediate(connection):
            yield connection


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection | None]:
    """The file to be read; None where there is none, or nothing in it yet. Needs no right to write
    where nobody is writing.
    """
    if not path.exists():
        yield None
        return
    with _explained(path), closing(_readable(path)) as connection:
        yield connection if _version(path, connection) else None


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{mode if '=' in mode else f'mode={mode}'}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_S, isolation_level=None)


def _readable(path: Path) -> sqlite3.Connection:
    """A connection for reading; in a folder that can't be written SQLite has to know that."""
    connection = _connected(path, "rw")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.OperationalError as error:
        connection.close()
        if _code(error) not in _UNWRITABLE or path.with_name(f"{path.name}-wal").exists():
            raise
        return _connected(path, "immutable=1")
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    """Turn WAL on. SQLite does not wait where another process does the same at this moment."""
    give_up = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if _code(error) not in _IN_USE or time.monotonic() > give_up:
                raise
            time.sleep(LOOK_AGAIN_S)
        else:
            return


def _migrate(path: Path, connection: sqlite3.Connection) -> None:
    if _version(path, connection) == VERSION:
        return
    with _immediate(connection):
        version = _version(path, connection)  # another process may have been quicker
        for statements in SCHEMA[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(path: Path, connection: sqlite3.Connection) -> int:
    """The version of its tables; 0 where there are none yet. Raises ConfigError where they are a
    newer grader's, or another program's.
    """
    # In this order: where another process makes the tables meanwhile, all at once, whoever has seen
    # one of its marks sees the mark that says whose they are.
    tables: int = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    kind: int = connection.execute("PRAGMA application_id").fetchone()[0]
    if kind != APPLICATION_ID and (kind or version or tables):
        message = "is a database of another program, not a book of decisions"
        raise ConfigError([Problem(str(path), None, "", message)], hint="move it elsewhere")
    if version > VERSION:
        message = (
            f"was written by a newer version of grader (form {version}; this one knows {VERSION})"
        )
        hint = "use that version, or a later one; nothing was changed"
        raise ConfigError([Problem(str(path), None, "", message)], hint=hint)
    return version


@contextmanager
def _immediate(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Say of SQLite's errors what an operator can do about them."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        explained = _in_words(path, error)
        if explained is None:
            raise
        raise explained from None


def _in_words(path: Path, error: sqlite3.DatabaseError) -> GraderError | None:
    code = _code(error)
    if code in _IN_USE:
        return FolderInUse(
            f"{path}: another process has been writing for {BUSY_S:g} s",
            hint="try again; nothing was changed",
        )
    if code in _UNWRITABLE:
        hint = "nothing was changed"
        if getattr(error, "sqlite_errorcode", 0) in _WITHOUT_LOCKS:
            hint += "; where it lies on another machine's disk, keep the folder on one of this one"
        return OutputError(f"{path}: can't be written: {error}", hint=hint)
    if code in _DAMAGED or str(error).startswith("no such "):  # a table, a column
        hint = "take the file from a backup, with those beside it that end in -wal and -shm"
        return ConfigError([Problem(str(path), None, "", f"is damaged: {error}")], hint=hint)
    return None


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 where Python's own module raised it."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
