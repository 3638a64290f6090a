"""Runs the benchmarks that need a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measuring.processes import CommandError

HERE = Path(__file__).resolve().parents[1]


def numbers_of(script: str, *arguments: str, say: Callable[[str], None]) -> Any:
    """Run a script of `benchmarks/` with `--json -` and return what it prints last."""
    command = [sys.executable, str(HERE / script), *arguments, "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parent)
    if done.returncode:
        raise CommandError(f"{script} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    *printed, numbers = done.stdout.strip().splitlines()
    for line in printed:
        say(line)
    return json.loads(numbers)
