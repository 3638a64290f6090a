"""What lies in a batch's folder in the place of a record is named, and not waited for."""

from __future__ import annotations

import os

import pytest

from grader.errors import ConfigError
from grader.export.services.ledger import Ledger
from grader.store import BatchFolder
from grader.store.records import Saved, read_record

DEEP = "[" * 200_000


@pytest.mark.parametrize("kind", ["pipe", "device", "deep"])
def test_a_record_that_is_no_file_is_named(tmp_path, kind):
    """A pipe, a device, and JSON without end."""
    path = tmp_path / "done.json"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.write_text(DEEP)

    with pytest.raises(ConfigError, match=r"done\.json"):
        read_record(path, Saved[int])


def test_a_key_that_is_no_file_is_not_waited_for(tmp_path):
    """Nor one that is no text."""
    os.mkfifo(tmp_path / "audit.key")

    with pytest.raises(ConfigError, match="neither a file nor a link to one"):
        BatchFolder(tmp_path).audit_key()
    (tmp_path / "audit.key").unlink()
    (tmp_path / "audit.key").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"audit\.key: can't be read"):
        BatchFolder(tmp_path).audit_key()


def test_lines_of_a_ledger_that_nest_without_end_are_passed_over(tmp_path):
    """As lines that were cut off are."""
    (tmp_path / "sent.jsonl").write_text(f"{DEEP}\n")

    assert Ledger(tmp_path / "sent.jsonl").last("item", "user") is None
