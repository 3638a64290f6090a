"""The style sheet of the figures, which teachers may edit."""

from __future__ import annotations

import logging

import matplotlib as mpl
import pytest

from grader.errors import OutputError
from grader.report.drawing.style import read_style
from tests.report.assignments import TEMPLATES

OURS = TEMPLATES / "report.mplstyle"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("font.size: huge", "Bad value"),
        ("font.siez: 8", "Bad key"),
        ("font.size 8", "Missing colon"),
        ("text.color: notacolour", "Bad value"),
        ("axes.prop_cycle: cycler(color=['#12'])", "Bad value"),
    ],
)
def test_a_mistake_is_named_with_its_line(line, said, tmp_path, caplog):
    """File, line and what is wrong stand in the error; nothing is left out silently."""
    sheet = tmp_path / "report.mplstyle"
    sheet.write_text(f"# mine\n\n{line}\nfont.weight: bold\n", "utf-8")

    with caplog.at_level(logging.WARNING), pytest.raises(OutputError) as raised:
        read_style(sheet)

    assert f"{sheet}:3: {said}" in raised.value.message
    assert line in raised.value.message
    assert "get an updated" not in raised.value.message


def test_one_colour_is_too_few(tmp_path):
    """Training and validation must be distinguished."""
    sheet = tmp_path / "report.mplstyle"
    sheet.write_text("axes.prop_cycle: cycler(color=['red'])", "utf-8")

    with pytest.raises(OutputError, match="two colours"):
        read_style(sheet)


def test_ours_is_without_fault():
    """The one that is handed out, too; its colours follow the page."""
    style = read_style(OURS)

    assert style.series[:2] == ("#0072b2", "#d55e00")
    assert style.follows_page(series=True)["#0072b2"] == "--series-1"
    assert "#0072b2" not in style.follows_page(series=False)
    assert style.follows_page(series=False)["#1d2530"] == "--ink"


def test_the_settings_of_the_process_stay_as_they_were():
    """Nobody else's figures change."""
    before = dict(mpl.rcParams)
    with read_style(OURS).applied():
        assert mpl.rcParams["svg.fonttype"] == "none"

    assert dict(mpl.rcParams) == before
