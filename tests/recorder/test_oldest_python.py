"""The recorder runs in a course's own environment: it takes the oldest Python that we promise."""

import subprocess
from pathlib import Path

import pytest

from grader.environment.build import find_python
from grader.environment.probe import OLDEST
from grader.errors import PrerequisiteError

RECORDER = Path(__file__).parents[2] / "grader" / "recorder"
OWN_STACK = (
    "compat.libraries.misc",
    "compat.keras2.scikit_learn",
    "shared.fused",
    "shared.by_rows",
    "models.called",
    "models.meanings",
    "models.named_alike",
    "shared.one_at_a_time",
    "shared.steps",
    "shared.sampled",
    "shared.sampling.kept",
    "shared.sampling.looked_at",
    "shared.sampling.one_batch",
    "shared.given_gradients",
    "shared.own_step",
)
"""Imported only in the environment that grader itself brings; they import its libraries."""


def test_it_is_imported_by_the_oldest_python(tmp_path):
    """Every module that needs no library runs there: no newer syntax, no newer names."""
    version = ".".join(map(str, OLDEST))
    try:
        python = find_python(version, None)
    except PrerequisiteError:
        pytest.skip(f"there is no Python {version} here")
    package = tmp_path / "recorder"
    package.symlink_to(RECORDER)
    names = [
        ".".join(path.relative_to(RECORDER).with_suffix("").parts)
        for path in sorted(RECORDER.rglob("*.py"))
    ]
    wanted = [name for name in names if name not in OWN_STACK and not name.endswith("__init__")]
    script = (
        "import importlib, sys\nfrom unittest.mock import MagicMock\n"
        "for name in ('numpy', 'matplotlib', 'matplotlib.figure'): sys.modules[name] = "
        "MagicMock()\n"
        f"for name in {wanted!r}: importlib.import_module('recorder.' + name)\n"
    )

    done = subprocess.run(
        [python, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-1500:]
