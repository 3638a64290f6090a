"""The key figures look as they did: printed, and compared with tolerance.

`python -m tests.report.drawing.test_images` makes the pictures again; look at them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from PIL import Image, ImageFilter

from grader.report.drawing import Studio
from grader.report.figures import svg
from grader.report.figures.plots import AlikeGroup, AlikeGroups, ClassCurves, NamedLine
from grader.report.paper import drawing
from grader.report.pdf import Printer
from tests.report.assignments import TEMPLATES
from tests.report.data import trained
from tests.report.drawing.test_studio import every_plot

GOLDEN = Path(__file__).parents[1] / "golden" / "figures"
MOST_DIFFERENT = 0.006
"""Mean difference of grey, 0 to 1, of blurred pictures: fonts may differ a little."""
MOST_ANYWHERE = 0.3

pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler makes pictures")


def printed(plot, folder: Path) -> Image.Image:
    """The picture of a figure as WeasyPrint prints it, in the one font that is always there:
    another one makes its words shorter.
    """
    with (
        mock.patch.object(drawing, "FONTS", ("DejaVu Sans",)),
        mock.patch.object(svg, "_FONTS", "DejaVu Sans"),
    ):
        figure = Studio(TEMPLATES / "report.mplstyle").figure(plot)
        page = (
            f"@page {{ size: {figure.width}pt {figure.height}pt; margin: 0 }} "
            "img { display: block }"
        )
        parts = {"report:x": (figure.on_paper().encode(), "image/svg+xml")}
        size = f"style='width: {figure.width}pt; height: {figure.height}pt'"
        body = f"<body style='margin: 0'><img src='report:x' {size}>"
        written = Printer((page,)).pdf(body, parts)
    (folder / "x.pdf").write_bytes(written.content)
    command = ["pdftoppm", "-r", "100", "-png", "-singlefile", folder / "x.pdf", folder / "x"]
    subprocess.run(command, check=True, timeout=60)
    return Image.open(folder / "x.png").convert("RGB")


def differences(one: Image.Image, other: Image.Image) -> np.ndarray:
    blurred = [np.asarray(it.filter(ImageFilter.GaussianBlur(3)), float) for it in (one, other)]
    return np.abs(blurred[0] - blurred[1]) / 255


def plots():
    """Those of a student, and those of a class: everybody's curves, and who is like whom."""
    band = trained.role_reference("baseline").curves["val_accuracy"]
    lines = tuple(
        NamedLine(f"s{n}", tuple((float(at), 0.9 - 0.7 / (at + n)) for at in range(1, 101, 3)))
        for n in range(1, 9)
    )
    groups = (
        AlikeGroup(("ada.ipynb", "ben.ipynb", "chidi.ipynb"), ((0, 1, True), (1, 2, False))),
        AlikeGroup(("dana.ipynb", "emre.ipynb"), ((0, 1, False),)),
    )
    return [
        *every_plot(),
        ClassCurves("everybody", "Dense network", lines, band, "Eight lines"),
        AlikeGroups("alike", groups, "Two groups"),
    ]


@pytest.mark.parametrize("plot", plots(), ids=lambda plot: plot.name)
def test_figures_look_as_they_did(plot, tmp_path):
    """Lines, cells and bars are where they were, in their colours."""
    expected = Image.open(GOLDEN / f"{plot.name}.png").convert("RGB")

    found = printed(plot, tmp_path)

    assert found.size == expected.size
    assert differences(found, expected).mean() < MOST_DIFFERENT
    assert differences(found, expected).max() < MOST_ANYWHERE


def test_the_comparison_sees_what_matters(tmp_path):
    """The same cells with other words in them are distinguished."""
    counts, shares = (printed(plot, tmp_path) for plot in every_plot()[1:3])

    assert differences(counts, shares).mean() > MOST_DIFFERENT


def main() -> int:
    """Make the pictures again."""
    GOLDEN.mkdir(exist_ok=True)
    for plot in plots():
        with tempfile.TemporaryDirectory() as folder:
            image = printed(plot, Path(folder))
            image.quantize(64).save(GOLDEN / f"{plot.name}.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
