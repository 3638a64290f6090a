"""Compares the folders of two batches, but for times."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

TIMES = ("wall_s", "host_time_s", "kernel_time_s")
OF_WHAT_HOLDS_TIMES = ("grade", "published")
"""Digests, in the note of what reports were rendered from."""
TIMED = (
    re.compile(r"<dt>Time</dt><dd>[^<]*</dd>"),
    re.compile(r"\d+m?u?s/step|- \d+s -"),
)
"""How reports and Keras' lines say how long something took."""
LEFT_OUT = (".grader.lock", "audit.key", "summary.html")


def but_for_times(folder: Path) -> dict[str, str]:
    """What each file of a batch says; of a PDF, that it is there."""
    return {
        path.relative_to(folder).as_posix(): _said(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in LEFT_OUT
    }


def _said(path: Path) -> str:
    if path.suffix == ".pdf":
        return path.read_bytes()[:5].decode()
    if path.suffix not in (".json", ".jsonl", ".ipynb", ".html"):
        return path.read_bytes().hex()
    text = path.read_text("utf-8")
    if path.suffix == ".jsonl":
        text = "\n".join(_timeless(json.loads(line)) for line in text.splitlines())
    elif path.suffix == ".json":
        text = _timeless(json.loads(text), reports=path.name == "reports.json")
    for pattern in TIMED:
        text = pattern.sub("", text)
    return text


def _timeless(record: Any, *, reports: bool = False) -> str:
    dropped = TIMES + (OF_WHAT_HOLDS_TIMES if reports else ())

    def without(tree: Any) -> Any:
        if isinstance(tree, dict):
            return {name: without(value) for name, value in tree.items() if name not in dropped}
        return [without(value) for value in tree] if isinstance(tree, list) else tree

    return json.dumps(without(record), indent=1, sort_keys=True)
