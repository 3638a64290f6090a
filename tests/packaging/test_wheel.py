"""The wheel carries what the program needs, and works outside the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_templates_and_reference(wheel):
    """What the checkout has beside the package lies inside it when installed."""
    names = set(zipfile.ZipFile(wheel).namelist())

    for name in (
        "grader/_bundled/templates/report.html.j2",
        "grader/_bundled/reference/mnist/assignment.yaml",
        "grader/_bundled/reference/mnist/thresholds.json",
        "grader/_bundled/reference/mnist/data/mnist.npz",
        "grader/_bundled/reference/mnist/samples/good.ipynb",
        "grader/recorder/start/launch.py",
        "grader/py.typed",
    ):
        assert name in names
    assert not any(name.startswith(("reference/", "templates/", "tests/")) for name in names)


def test_the_installed_program_grades_outside_the_checkout(wheel, tmp_path):
    """Unpacked elsewhere, without the checkout on the path, it grades a notebook and writes a
    report.
    """
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    sample = tmp_path / "hand-in.ipynb"
    sample.write_bytes((ROOT / "reference/mnist/samples/undertrained_no_cnn.ipynb").read_bytes())
    code = (
        "import grader, sys; sys.stderr.write(grader.__file__); from grader.cli import main; main()"
    )
    arguments = ["check", str(sample), "--policy", "saved", "--html", "report.html"]

    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert str(tmp_path) in done.stderr
    assert "points" in done.stdout
    assert "<html" in (tmp_path / "report.html").read_text("utf-8")
