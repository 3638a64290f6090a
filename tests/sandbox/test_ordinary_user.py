"""The sandbox works for who is not the host's administrator."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest


@pytest.mark.skipif(os.geteuid() != 0, reason="only the administrator can become somebody else")
@pytest.mark.parametrize("warm", [False, True])
def test_it_works_as_an_ordinary_user(warm):
    """The same sandbox without being root: nobody runs a notebook, with packages outside of
    Python's own folder.
    """
    setpriv, python = shutil.which("setpriv"), _python_for_everybody()
    if setpriv is None or python is None:
        pytest.skip("needs setpriv, and a Python of this version that anybody can read")
    root = Path(__file__).resolve().parents[2]
    script = (
        "import pathlib, tempfile\n"
        "from tests.sandbox.notebooks import Kernels, run\n"
        + (
            "kept = Kernels.forked(pathlib.Path(tempfile.mkdtemp())); kept.__enter__()\n"
            if warm
            else ""
        )
        + "ran = run('import os; print(os.getuid())', '1 / 0', 'b = b\"x\" * 10**9', "
        "memory_bytes=500 * 1024**2)\n"
        "print(ran.outcomes, ran.texts, ran.recording.outcome, ran.recording.warm)"
    )
    environment = {
        "PYTHONPATH": f"{root}:{sysconfig.get_path('purelib')}",
        "PATH": os.defpath,
        "TMPDIR": "/tmp",
    }
    command = [
        setpriv,
        "--reuid",
        "65534",
        "--regid",
        "65534",
        "--clear-groups",
        python,
        "-c",
        script,
    ]

    done = subprocess.run(
        command, cwd="/", env=environment, capture_output=True, text=True, timeout=120, check=False
    )

    assert done.returncode == 0, done.stderr
    assert (
        f"['ok', 'error', 'error'] ('1000\\n', 'ZeroDivisionError: division by zero', '') "
        f"out_of_memory {warm}" in done.stdout
    )


def _python_for_everybody() -> str | None:
    """A Python of this version that is not hidden in the administrator's home."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        hidden = Path("/root") in Path(python).resolve().parents
        if not hidden and Path(python).exists():
            return python
    return None
