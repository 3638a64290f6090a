"""States the tables of the book of decisions, version by version.

An entry of `SCHEMA` holds the statements that lead from the version before to its own. An entry
that has been released is never changed: what is added or altered becomes the next one. The table
`decision` only ever gains columns with a default, so that an older book can be read as it is.
"""

from __future__ import annotations

APPLICATION_ID = 0x67726472
"""Tells a book of decisions from any other SQLite file (`grdr`)."""

_DECISIONS = (
    """
    CREATE TABLE decision (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        time TEXT NOT NULL,
        author TEXT NOT NULL,
        hand_in TEXT NOT NULL,
        kind TEXT NOT NULL,
        what TEXT NOT NULL,
        why TEXT NOT NULL,
        notebook TEXT NOT NULL,
        answer TEXT NOT NULL,
        question TEXT NOT NULL
    )
    """,
    "CREATE INDEX decision_by_hand_in ON decision (hand_in, id)",
    """
    CREATE TRIGGER decision_is_final BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'a decision is never changed: another one follows'); END
    """,
    """
    CREATE TRIGGER decision_is_kept BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'a decision is never deleted: another one takes it back'); END
    """,
)

SCHEMA: tuple[tuple[str, ...], ...] = (_DECISIONS,)
VERSION = len(SCHEMA)
