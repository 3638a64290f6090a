"""What JSON's escapes say can be written again, whatever they are."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.untrusted.texts import read_json, with_whole_characters, without_surrogates

SIGNS = [*'\ud83d\udc00\ud800\udfff\\u"dx8\n\U0001f600']
ANY_TEXT = st.lists(st.sampled_from(SIGNS) | st.characters(), max_size=9).map("".join)
"""`st.text` leaves out what no encoding holds, whatever it is given."""
TREES = st.recursive(
    st.none() | st.integers() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r'"\ud800"', "?"),
        (r'"\uDFFF"', "?"),
        (r'"\ud83d\ude00"', "\U0001f600"),
        (r'"\ud83d\ud83d\ude00"', "?\U0001f600"),
        (r'"\ude00\ud83d"', "??"),
        (r'"\ud83d\u0041"', "?A"),
        (r'"\\ud800"', r"\ud800"),
        (r'"\\\ud800"', r"\?"),
        (r'"\\ud83d\udc00"', r"\ud83d?"),
    ],
)
def test_half_a_character_is_a_question_mark(written, read):
    """Whole ones stay, and so does text that only looks like an escape."""
    assert read_json(written) == read


def test_half_a_character_that_is_none_of_an_escape_is_one_too():
    """As a text has it that was read with what no encoding holds."""
    assert without_surrogates("a\ud800b") == "a?b"


@given(tree=TREES)
def test_whatever_is_read_can_be_written(tree):
    """Keys, too; all else is as Python's own reader has it."""
    written = json.dumps(tree)

    read = json.dumps(read_json(written), ensure_ascii=False)

    assert read.encode("utf-8").decode() == without_surrogates(
        json.dumps(json.loads(written), ensure_ascii=False)
    )


@given(start=ANY_TEXT, tree=TREES)
def test_places_in_a_damaged_text_stay_where_they_are(start, tree):
    """What reads on from where an error was finds what it looked for."""
    text = start + json.dumps(tree)

    assert len(with_whole_characters(text)) == len(text)
