"""Code that stands in a text cell is named where something was not found."""

from __future__ import annotations

import pytest

from grader.evidence.shown.unshown import shown_in_texts
from grader.model.submission import Cell
from tests.evidence.hand_ins import submission

FIT = "history = model.fit(x_train, y_train, epochs=5)"


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        (FIT, {"training"}),
        (
            f"%%time\n# train it\nmodel.compile('sgd', 'mse')\n{FIT}\nmodel.summary()",
            {"training", "summary"},
        ),
        (f"```python\n{FIT}\n```", {"training"}),
        (f"``` py\n{FIT}\nplt.plot(history.history['loss'])\n```\n", {"training", "curves"}),
        ("print(confusion_matrix(y, p))", {"matrix"}),
        (f"Then I trained it:\n\n    {FIT}", set()),
        ("With `model.fit(x, y)` it learns.", set()),
        (f"# {FIT}", set()),
        ("## model.fit(x)\nIt learns slowly", set()),
        ("", set()),
        ("```python\nmodel.fit(x, y)", set()),
        ("(" * 5_000 + ".fit(", set()),
        ("```" * 9_000 + ".fit(", set()),
    ],
)
@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_text_that_is_code(text, shows, kind):
    """As a whole, fences included; a sentence that quotes code is a sentence."""
    found = shown_in_texts([Cell(0, "code", FIT), Cell(4, kind, text)])

    assert found == dict.fromkeys(shows, (4,))


def test_who_handed_it_in_hears_of_it(make, collect):
    """The notebook trained nothing, and nobody said that its training was a text."""
    handed_in = submission(("import keras", ""), FIT)

    evidence = collect(handed_in, make.recording(executed=handed_in.notebook))

    assert evidence.in_texts == {"training": (1,)}
    assert collect(submission(("import keras", "")), make.recording()).in_texts == {}
