"""A starter that can't be read says nothing, and ends nothing."""

import pytest

from grader.evidence.answers.starter import FILE_NAME, read_texts


@pytest.mark.parametrize("text", ["", "null", "[]", '{"cells": 3}', '{"cells": [', "[" * 100_000])
def test_a_starter_that_is_no_notebook_is_none(tmp_path, text):
    """However deep its JSON is nested."""
    (tmp_path / FILE_NAME).write_text(text)

    assert read_texts(tmp_path) is None
