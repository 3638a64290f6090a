"""Grades one submission inside of Gradescope's container and leaves `results/results.json`.

Runs on Python's standard library alone, so that it can say what is wrong where the program itself
was not installed. What it prints only the instructor sees.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Dict  # noqa: UP035 - the oldest Python of an image reads this, too

Record = Dict[str, Any]  # noqa: UP006
USER = "grader-run"
HOST = 4
"""The exit code of `grader` where the host lacks something, as the protection for running code."""
SPARE_S = 45
"""Kept from Gradescope's time for writing the results."""
ENOUGH_BYTES = 3 * 1024**3
"""Of memory, to run a notebook and to measure its models beside it."""
MEMORY_FILES = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
STARTED = (
    "The grader was stopped before it was done; this is not your fault. Your instructor sees it."
)
FAILED = "The grader failed; this is not your fault. Your instructor sees it."


def main(root: Path) -> None:
    """Grade the submission below `root`."""
    results = root / "results" / "results.json"
    write(results, {"output": STARTED, "stdout_visibility": "hidden"})
    settings = json.loads((root / "source" / "settings.json").read_text("utf-8"))
    ends = time.monotonic() + 60 * settings["minutes"] - SPARE_S
    with tempfile.TemporaryDirectory(prefix="grader-") as folder:
        work = Path(folder)
        shutil.copytree(root / "submission", work / "hand-ins" / "submission", symlinks=True)
        metadata = root / "submission_metadata.json"
        if metadata.is_file():
            shutil.copyfile(metadata, work / "metadata.json")
        try:
            text = graded(root, work, settings, ends)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            print(f"{type(error).__name__}: {error}")
            write(results, {"output": FAILED, "stdout_visibility": "hidden"})
        else:
            write(results, text)


def graded(root: Path, work: Path, settings: Record, ends: float) -> Record:
    """Run the program; what it says of the submission."""
    policy = settings["policy"]
    if policy == "auto":
        policy = "verify" if memory_bytes() >= ENOUGH_BYTES else "saved"
    print(f"policy: {policy}; memory: {memory_bytes() // 1024**2} MiB")
    for_batch = ["batch", "hand-ins", "--out", "out", "-a", settings["assignment"]]
    for_batch += ["--layout", "folders", "--jobs", "1", "--no-pdf"]
    limit = ["--timeout", str(max(1, int((ends - time.monotonic()) * 0.8)))]
    code = run(root, work, [*for_batch, "--policy", policy, *limit], ends)
    if code == HOST and policy != "saved":
        print("this container can't protect what it runs: read from the saved outputs instead")
        shutil.rmtree(work / "out", ignore_errors=True)
        code = run(root, work, [*for_batch, "--policy", "saved"], ends)
    if code != 0:
        raise RuntimeError(f"grader batch ended with {code}")
    to_results = ["export", "out", "--to", "gradescope", "--out", "results.json"]
    if (work / "metadata.json").is_file():
        to_results += ["--gradebook", "metadata.json", "--scale"]
    code = run(root, work, to_results, ends)
    if code != 0:
        raise RuntimeError(f"grader export ended with {code}")
    found = json.loads((work / "results.json").read_text("utf-8"))
    if not isinstance(found, dict):
        raise TypeError("results.json holds no object")
    return found


def run(root: Path, work: Path, arguments: list[str], ends: float) -> int:
    """Run the program in `work` until it ends or its time is up, as somebody who may change nothing
    else; its exit code.
    """
    source = root / "source"
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(source / "package"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(work),
        "LC_ALL": "C.UTF-8",
    }
    command = [sys.executable, "-m", "grader.cli", *arguments]
    process = subprocess.Popen(
        command, cwd=work, env=environment, start_new_session=True, **somebody(work)
    )
    try:
        return process.wait(max(1, ends - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise RuntimeError("the time that Gradescope gives was up") from None
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def somebody(work: Path) -> Record:
    """Whom to run as: the user of setup.sh, where this is root; the folder becomes theirs."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam(USER)
    except KeyError:
        return {}
    for path in (work, *work.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def memory_bytes() -> int:
    """What the container may use; none known is a great deal."""
    for name in MEMORY_FILES:
        with suppress(OSError, ValueError):
            return int(Path(name).read_text("ascii"))
    return 2**62


def write(path: Path, results: Record) -> None:
    """Write results whole: Gradescope may end this at any moment."""
    half = path.with_name("results.part")
    half.write_text(json.dumps(results), "utf-8")
    half.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/autograder"))
