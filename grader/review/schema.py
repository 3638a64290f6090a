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

_PAGE = (
    """
    CREATE TABLE review_setting (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE rubric_item (
        id TEXT PRIMARY KEY,
        finding TEXT NOT NULL,
        place INTEGER NOT NULL,
        points TEXT NOT NULL,
        words TEXT NOT NULL,
        note TEXT NOT NULL,
        dropped INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE kept_comment (
        finding TEXT NOT NULL,
        words TEXT NOT NULL,
        used INTEGER NOT NULL,
        PRIMARY KEY (finding, words)
    ) STRICT
    """,
    """
    CREATE TABLE mark (
        kind TEXT NOT NULL,
        hand_in TEXT NOT NULL,
        finding TEXT NOT NULL,
        grader TEXT NOT NULL,
        PRIMARY KEY (kind, hand_in, finding, grader)
    ) STRICT
    """,
    """
    CREATE TABLE lease (
        hand_in TEXT NOT NULL,
        finding TEXT NOT NULL,
        grader TEXT NOT NULL,
        ends REAL NOT NULL,
        PRIMARY KEY (hand_in, finding)
    ) STRICT
    """,
    """
    CREATE TABLE place (
        grader TEXT PRIMARY KEY,
        path TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE grouped (
        finding TEXT NOT NULL,
        hand_in TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (finding, hand_in)
    ) STRICT
    """,
    """
    CREATE TABLE draft (
        hand_in TEXT NOT NULL,
        finding TEXT NOT NULL,
        grader TEXT NOT NULL,
        words TEXT NOT NULL,
        PRIMARY KEY (hand_in, finding, grader)
    ) STRICT
    """,
    """
    CREATE TABLE second_marking (
        hand_in TEXT NOT NULL,
        finding TEXT NOT NULL,
        grader TEXT NOT NULL,
        points TEXT NOT NULL,
        PRIMARY KEY (hand_in, finding)
    ) STRICT
    """,
)
"""What graders need on their page beside decisions: none of it is a grade, and it may change."""

_SECOND = (
    "ALTER TABLE second_marking ADD COLUMN comment TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE second_marking ADD COLUMN time TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE second_marking ADD COLUMN first_grader TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE second_marking ADD COLUMN first_points TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE second_marking ADD COLUMN settled INTEGER NOT NULL DEFAULT 0",
)
"""What the first grader had given when the second one marked, and which decision settled it."""

_ITEMS_OF_SECOND = ("ALTER TABLE second_marking ADD COLUMN items TEXT NOT NULL DEFAULT '[]'",)
"""Labels of the rubric items that the second grader ticked, as JSON."""

SCHEMA: tuple[tuple[str, ...], ...] = (_DECISIONS, _PAGE, _SECOND, _ITEMS_OF_SECOND)
VERSION = len(SCHEMA)
