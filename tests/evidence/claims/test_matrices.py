"""Tables of numbers are found in outputs, however they were printed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from grader.evidence.claims.matrices import read_matrices
from grader.intake.notebooks.outputs import read_outputs

COUNTS = np.arange(100).reshape(10, 10) % 37
NAMES = [f"the digit {n}" for n in range(10)]
FRAME = pd.DataFrame(COUNTS)
WITH_TOTALS = pd.DataFrame(COUNTS).assign(All=COUNTS.sum(axis=1))


def displayed(thing):
    """What a cell that ends in `thing` shows."""
    data = {"text/plain": repr(thing), "text/html": thing._repr_html_()}
    return read_outputs([{"output_type": "execute_result", "data": data}])[0].text


@pytest.mark.parametrize(
    "text",
    [
        str(COUNTS),
        str(COUNTS.tolist()),
        "\n".join(str(row) for row in COUNTS),
        "\n".join(" ".join(map(str, row)) for row in COUNTS),
        "\n".join(
            f"{name}: {' '.join(map(str, row))}" for name, row in zip(NAMES, COUNTS, strict=True)
        ),
        FRAME.to_string(),
        WITH_TOTALS.to_string() + "\nAll " + " ".join(map(str, WITH_TOTALS.sum())),
        "\n".join("| " + " | ".join(map(str, (n, *row))) + " |" for n, row in enumerate(COUNTS)),
        FRAME.map("{:.1f}%".format).to_string(),
        FRAME.map("**{}**".format).to_string(),
        "\n".join(" & ".join(map(str, row)) + r" \\" for row in COUNTS),
        FRAME.where(FRAME > 0).to_string(),
        *(FRAME.astype(str).replace("0", sign).to_string() for sign in ".·-–"),
        displayed(FRAME),
        displayed(
            pd.DataFrame(COUNTS, index=NAMES, columns=[f"predicted as {name}" for name in NAMES])
        ),
        displayed(FRAME.style.background_gradient()),
    ],
)
def test_a_table_of_the_classes_is_read(text):
    """With labels of any length, totals, rules, per cent signs, or as HTML where the plain text
    leaves its middle out.
    """
    expected = tuple(tuple(map(float, row)) for row in COUNTS)

    assert expected in read_matrices(text)


def test_a_table_in_markdown_is_read_from_its_markup():
    """Beside it stands only the object's name."""
    table = "\n".join(
        "|".join(map(str, ("", f"**{n}**", *row, ""))) for n, row in enumerate(COUNTS)
    )
    data = {"text/plain": "<IPython.core.display.Markdown object>", "text/markdown": table}
    shown = read_outputs([{"output_type": "display_data", "data": data}])[0].text

    assert tuple(tuple(map(float, row)) for row in COUNTS) in read_matrices(shown)


def test_a_classification_report_is_no_matrix():
    """Its rows mix shares and counts."""
    report = "\n".join(f"{n}  0.9{n}  0.9{n}  0.9{n}  3{n}" for n in range(4))

    assert read_matrices(report) == []
