"""What was sent is known again, whatever an LMS calls its students."""

import pytest

from grader.export.services.ledger import Entry, Ledger


@pytest.mark.parametrize("user", ["7", "a\u2028b", "a\x85b", "a\x0cb", "\ud800", "é\n"])
def test_a_line_stays_one_line(user, tmp_path):
    """Line ends that only Unicode knows made two of it, and the comment was sent again."""
    entry = Entry("item", user, "7", "[grader 1]", final=True, was="", arrived=True)

    Ledger(tmp_path / "sent.jsonl").note(entry)

    assert Ledger(tmp_path / "sent.jsonl").last("item", user) == entry
