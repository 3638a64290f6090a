"""The autograder's zip, unpacked and run as Gradescope does it."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.assignment import bundled
from grader.cli import main
from grader.errors import ExportError
from grader.export.gradescope.autograder_zip import (
    PROGRAMS,
    AutograderZip,
    check_autograder_zip,
    requirements,
    write_autograder_zip,
)
from grader.export.gradescope.results import read_as_gradescope

SAMPLES = bundled("reference") / "digits" / "samples"
METADATA = {"assignment": {"total_points": "10.0", "title": "HW"}, "users": [{"name": "Ann"}]}
DEFAULT_MIB = 768
"""What Gradescope gives a container."""


@pytest.fixture(scope="module")
def zipped(tmp_path_factory):
    """The zip for the digits, which reads saved outputs as it would in a small container."""
    path = tmp_path_factory.mktemp("zipped") / "autograder.zip"
    words = ["export", "gradescope-autograder", "-a", "digits", "--policy", "saved"]
    done = CliRunner().invoke(main, [*words, "--out", str(path)])
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture
def autograder(zipped):
    """A tree like `/autograder`, which anybody may read, with the Python of the tests in it."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        for name in ("source", "submission", "results", "venv/bin"):
            (root / name).mkdir(parents=True)
        with zipfile.ZipFile(zipped) as archive:
            archive.extractall(root / "source")
            for name in ("setup.sh", "run_autograder"):
                (root / "source" / name).chmod(archive.getinfo(name).external_attr >> 16 & 0o777)
        shutil.move(root / "source" / "run_autograder", root / "run_autograder")
        python = root / "venv" / "bin" / "python"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
        (root / "results").chmod(0o777)
        (root / "submission_metadata.json").write_text(json.dumps(METADATA))
        yield root


def run(root: Path) -> tuple[dict, str]:
    """Run it as the harness does: as another user, without a network; the results and what was
    printed.
    """
    environment = {"AUTOGRADER": str(root), "PATH": os.environ["PATH"]}
    command = [*_as_somebody(), str(root / "run_autograder")]
    done = subprocess.run(  # noqa: PLW1510 - its code is looked at
        command, cwd=root, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    results = json.loads((root / "results" / "results.json").read_text())
    return results, done.stdout + done.stderr


@cache
def _as_somebody() -> list[str]:
    """What makes a command another user's who has no network; nothing where the host forbids it."""
    command = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--net"]
    if shutil.which("unshare") and subprocess.run([*command, "true"], check=False).returncode == 0:
        return command
    return []


def test_a_submission_is_graded_and_scaled(autograder):
    """Nested as students zip it, out of the points that Gradescope has for it, checks shown."""
    (autograder / "submission" / "hw 3").mkdir()
    shutil.copyfile(
        SAMPLES / "undertrained_network.ipynb", autograder / "submission" / "hw 3" / "hw.ipynb"
    )

    results, printed = run(autograder)

    read = read_as_gradescope(json.dumps(results))
    assert read.score == 3.1, printed
    assert len(read.tests) > 5
    assert "policy: saved" in printed


@pytest.mark.parametrize(
    ("files", "score", "said"),
    [
        ({}, None, "not your fault"),
        ({"essay.docx": b"PK"}, 0, "no notebook"),
        ({"hw.ipynb": b"no json"}, 0, "could not be graded"),
    ],
)
def test_there_are_always_results(autograder, files, score, said):
    """Whatever was handed in; what is no fault of the student's has no score."""
    for name, content in files.items():
        (autograder / "submission" / name).write_bytes(content)

    results, printed = run(autograder)

    assert (results.get("score"), said in results["output"]) == (score, True), (results, printed)


def test_there_are_results_without_the_program(autograder):
    """The image may be broken: the instructor sees it, the student gets no zero."""
    shutil.rmtree(autograder / "source" / "package")
    (autograder / "source" / "package" / "grader").mkdir(parents=True)
    (autograder / "source" / "package" / "grader" / "__init__.py").write_text("raise OSError")

    results, _ = run(autograder)

    assert "score" not in results
    assert "not your fault" in results["output"]


def test_there_are_results_without_python(autograder):
    """Not even the harness starts."""
    (autograder / "venv" / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")

    results, _ = run(autograder)

    assert "did not start" in results["output"]


def harness():
    """The harness as a module."""
    spec = importlib.util.spec_from_file_location("harness", PROGRAMS / "harness.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("mib", "codes", "policies"),
    [
        (DEFAULT_MIB, [0, 0], ["saved"]),
        (6 * 1024, [0, 0], ["verify"]),
        (6 * 1024, [4, 0, 0], ["verify", "saved"]),
    ],
)
def test_a_small_or_unprotected_container_runs_nothing(tmp_path, monkeypatch, mib, codes, policies):
    """TensorFlow does not fit into the default; what can't be protected is not run unprotected."""
    module, asked = harness(), []
    (tmp_path / "results.json").write_text("{}")
    left = iter(codes)
    monkeypatch.setattr(module, "memory_bytes", lambda: mib * 1024**2)
    monkeypatch.setattr(module, "run", lambda *a: asked.append(a[2]) or next(left))

    module.graded(tmp_path, tmp_path, {"policy": "auto", "assignment": "digits"}, 1e12)

    used = [words[words.index("--policy") + 1] for words in asked if "--policy" in words]
    assert used == policies
    assert not any("--unsafe" in words for words in asked)


def test_a_run_that_takes_too_long_is_ended(tmp_path):
    """Gradescope would end all of it, and there would be no results."""
    module = harness()
    package = tmp_path / "source" / "package" / "grader"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("import time; time.sleep(600)")

    with pytest.raises(RuntimeError, match="time"):
        module.run(tmp_path, tmp_path, ["batch"], module.time.monotonic() + 1)


def test_the_zip_holds_what_is_needed_and_no_solution(zipped):
    """Programs at its root can be run; versions are pinned."""
    with zipfile.ZipFile(zipped) as archive:
        names = archive.namelist()
        pinned = archive.read("requirements.txt").decode().splitlines()

    assert {"setup.sh", "run_autograder", "harness.py", "settings.json"} <= set(names)
    assert not [name for name in names if "solution" in name and name.endswith(".ipynb")]
    assert not [name for name in names if name.endswith("notebook.md")]
    assert pinned == requirements()
    assert all("==" in one for one in pinned)
    assert any(one.startswith("tensorflow==") for one in pinned)


def test_of_an_assignment_goes_what_it_needs(tmp_path):
    """Data that are links, as of git-annex; neither an environment that was built nor what is
    hidden.
    """
    own = Path(shutil.copytree(bundled("reference") / "digits", tmp_path / "own"))
    data = next((own / "data").glob("*.npz"))
    data.rename(tmp_path / data.name)
    data.symlink_to(tmp_path / data.name)
    (own / ".environment").mkdir()
    (own / ".environment" / "large.so").write_bytes(b"")
    wanted = AutograderZip(tmp_path / "none", tmp_path / "none", own, "saved", 10)
    write_autograder_zip(wanted, tmp_path / "a.zip")

    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        names = archive.namelist()
    assert f"package/grader/_bundled/reference/own/data/{data.name}" in names
    assert not [name for name in names if "large.so" in name]


def test_a_program_that_can_not_be_run_is_refused(tmp_path, zipped):
    """A shell that meets Windows' line ends says nothing that anybody understands."""
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(zipped) as archive, zipfile.ZipFile(broken, "w") as copy:
        for name in ("setup.sh", "run_autograder"):
            copy.writestr(archive.getinfo(name), archive.read(name).replace(b"\n", b"\r\n"))

    with pytest.raises(ExportError, match="line ends"):
        check_autograder_zip(broken)
