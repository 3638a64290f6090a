"""Charts of reports are drawn by matplotlib and seaborn."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from grader.report.drawing import Studio
from grader.report.drawing.cleaning import TITLE, cleaned
from grader.report.drawing.curves import CurveChart, last_epoch
from grader.report.figures.plots import LearningCurve, Series
from grader.report.language import kept_together
from grader.report.views.class_page.summary import distribution_of
from grader.report.views.models.classes import class_bars
from grader.report.views.models.matrices import counts_map, difference_map, shares_map
from tests.report import cases
from tests.report.assignments import TEMPLATES
from tests.report.data import trained

DIGITS = tuple("0123456789")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def studio():
    return Studio(TEMPLATES / "report.mplstyle")


def curve(values, *, band=None, kind="loss", **more):
    series = (Series("training", tuple(values), band),)
    return LearningCurve("x", kind, series, **more)


def every_plot():
    matrix, reference = cases.score("baseline").confusion_matrix, trained.role_reference("baseline")
    score = cases.score("baseline")
    return [
        curve(cases.history("baseline")["loss"], band=reference.curves["loss"], overfits_from=9),
        counts_map("m", matrix, DIGITS),
        shares_map("s", matrix, DIGITS),
        difference_map("d", matrix, reference, DIGITS),
        class_bars("c", score, reference, DIGITS),
        distribution_of([0.1, 0.5, 1.0]),
    ]


def words_of(figure):
    return [text.text or "" for text in ET.fromstring(figure.svg()).iter(f"{SVG}text")]


@pytest.mark.parametrize("plot", every_plot(), ids=lambda plot: type(plot).__name__)
def test_every_figure_passes_a_strict_policy(plot, studio):
    """SVG parses as XML, carries its description, has text as text, and neither styles, scripts,
    comments nor anything from elsewhere.
    """
    figure = studio.figure(plot)
    root = ET.fromstring(figure.svg())

    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert root.get("aria-label") == kept_together(plot.alt)
    assert tags <= {"svg", "g", "path", "text", "use", "defs", "clipPath", "rect", "title"}
    assert "text" in tags
    assert not re.search(r"style|<!--|font-family=.*font-family=|://(?!www\.w3)", figure.svg())
    assert "@@" not in figure.svg()


def test_a_chart_that_was_drawn_on_keeps_nothing(studio):
    """Drawn after others, on the same paper, a figure is what it is on new paper."""
    again = [studio.figure(plot) for plot in (*every_plot(), curve([3.0, 2.0]))]

    for plot, figure in zip((*every_plot(), curve([3.0, 2.0])), again, strict=True):
        alone = Studio(TEMPLATES / "report.mplstyle")
        assert alone.figure(plot) == figure


def test_what_is_the_same_is_drawn_once(studio, monkeypatch):
    """Many students share a training: only the name of the figure differs."""
    first = studio.figure(curve([0.9, 0.4]))
    monkeypatch.setattr(CurveChart, "drawn", None)

    second = studio.figure(replace(curve([0.9, 0.4]), name="other"))

    assert second == replace(first, name="other")


def test_curves_break_where_there_is_no_number(studio):
    """NaN and infinity leave a gap instead of a line to nowhere."""
    figure = studio.figure(curve([0.5, 0.4, math.nan, math.inf, 0.3, 0.2]))

    (line,) = (
        element.get("d")
        for element in ET.fromstring(figure.svg()).iter(f"{SVG}path")
        if element.get("stroke", "").startswith("var(--series-1") and element.get("clip-path")
    )
    assert line.count("M") == 2
    assert not re.search("nan|inf", figure.body)


@pytest.mark.parametrize(
    "values", [[0.5], [0.0, 0.0], [1e-30, 1e30], [-1.0, -2.0], [1e300, 1e-300], [5.0] * 100_000]
)
@pytest.mark.parametrize("kind", ["loss", "accuracy"])
def test_odd_histories_are_drawn(values, kind, studio):
    """One epoch, constants, thirty decades, negative losses and a hundred thousand epochs draw
    without fuss.
    """
    figure = studio.figure(curve(values, kind=kind))

    assert len(figure.body) < 20_000
    assert not re.search("nan|inf", figure.body)


def test_losses_over_decades_get_a_logarithmic_scale(studio):
    """A loss that falls by a factor of a hundred is readable at both ends; an accuracy never gets
    such a scale.
    """
    assert "Loss (logarithmic scale)" in words_of(studio.figure(curve([0.1, 0.001])))
    assert "Accuracy" in words_of(studio.figure(curve([0.9, 0.001], kind="accuracy")))


def test_overfitting_is_marked_with_its_epoch(studio):
    """The figure says where it began."""
    said = words_of(studio.figure(curve([0.9, 0.8, 0.7], overfits_from=2)))

    assert "Loss; overfits from epoch 2" in said


def test_the_band_reaches_beyond_a_short_run_but_not_endlessly():
    """A run stopped at epoch 100 of 500 is shown before the band up to epoch 300."""
    band = trained.role_reference("baseline").curves["loss"]

    assert last_epoch(curve(cases.history("baseline", epochs=100)["loss"], band=band)) == 300


@pytest.mark.parametrize("size", [1, 2, 26, 100])
def test_matrices_of_any_size_are_drawn(size, studio):
    """One class or a hundred: the figure holds them, without words where there is no room, and as
    one picture where there are ten thousand cells.
    """
    matrix = tuple(tuple(int(row == column) for column in range(size)) for row in range(size))

    figure = studio.figure(counts_map("m", matrix, ()))

    assert len(figure.body) < 400_000
    assert ("data:image/png" in figure.body) == (size > 40)
    assert "base64, " not in figure.body


def test_names_of_classes_are_text_and_nothing_else(studio):
    """Neither formulas, markup nor our own placeholder act in the name of a class."""
    names = ("$x", "<b>&", "@@7")
    matrix = ((5, 1, 1), (1, 5, 1), (1, 1, 5))

    assert set(names) <= set(words_of(studio.figure(counts_map("m", matrix, names))))


def test_what_does_not_draw_is_left_out():
    """Of an SVG with more than drawings only these are kept; the title of a group is shown."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<metadata>m</metadata><script>s</script><style>s</style><a><path d="M 0 0"/></a>'
        f'<g id="{TITLE}Ada &lt;b&gt;"><path d="M 1.234 2" onclick="x"'
        ' style="fill: #ABC; behavior: y"/></g>'
        '<image xlink:href="file:///etc/passwd" width="1"/><use xlink:href="http://x/#y"/></svg>'
    )

    assert cleaned(svg, {}) == (
        '<g class="line"><title>Ada &lt;b&gt;</title><path d="M 1.2 2" fill="#ABC"/></g>'
        '<image width="1"/><use/>'
    )


def test_curves_are_drawn_without_seaborn():
    """Loading it takes longer than the rest of a report, which may hold no matrix."""
    drawing = f"""
import sys
from pathlib import Path
from grader.report.drawing import Studio
from grader.report.figures.plots import LearningCurve, Series
from grader.report.language import kept_together
curve = LearningCurve("x", "loss", (Series("training", (3.0, 2.0)),))
assert Studio(Path({str(TEMPLATES / "report.mplstyle")!r})).figure(curve).body
print({{"seaborn", "pandas", "scipy", "weasyprint"}} & set(sys.modules))
"""
    said = subprocess.run([sys.executable, "-c", drawing], capture_output=True, check=True)

    assert said.stdout.decode().strip() == "set()"
