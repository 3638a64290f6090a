"""Reads all that the folder of a batch says, but for what depends on the clock of the run and for
the training step that it drew.

Two runs of one class are compared by it. Whatever is not named here has to be equal, to the byte.
"""

import difflib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from grader.intake.notebooks.terminal import as_seen

OF_THE_RUN = {".grader.lock", "audit.key"}
"""Files: who wrote last, and a secret that is drawn once. No two folders have the same."""
TIMES = {"wall_s", "kernel_time_s", "host_time_s"}
"""Fields of records and events: how long something took, and when it was told."""
DIGESTS = {"grade", "published"}
"""Fields of `reports.json`: digests of files that hold times, which are compared themselves."""
DRAWN = {"epoch", "step", "reaction", "step_error"}
"""Of a step that is computed again: the system's random numbers say which one it is."""
STEP = re.compile(r"\b\d+s(?P<between> - | )\d+(?:us|ms|s)/(?P<of>step|epoch)\b")
"""What Keras prints behind its progress bar: `0s 58us/step`, `0s - 46us/step`."""
ROWS_OF_TIMES = re.compile(r"\s*<div><dt>(?:Time|Running)</dt><dd>[^<]*</dd></div>")
"""Of reports and class pages; a training's is left out below a second."""


def says(folder: Path) -> dict[str, object]:
    """All that a folder holds, by its path; of a drawn step only that it was kept."""
    drawn = {path for events in folder.rglob("events.jsonl") for path in steps_in(events)}
    return {
        path.relative_to(folder).as_posix(): None if path in drawn else content_of(path, folder)
        for path in folder.rglob("*")
        if path.is_file() and path.name not in OF_THE_RUN
    }


def steps_in(events: Path) -> Iterator[Path]:
    """The files of the steps that a recording has kept."""
    for line in events.read_text("utf-8").splitlines():
        event = json.loads(line)
        if event["event"] == "step_kept" and event["arrays"]:
            yield events.parent / event["arrays"]


def content_of(path: Path, folder: Path) -> object:
    """What a file says, but for times and for the name of the folder."""
    content = path.read_bytes()
    if path.name == "reports.json":
        saved = json.loads(content)
        return saved | {"record": saved["record"] | dict.fromkeys(DIGESTS)}
    if path.suffix in (".json", ".ipynb"):
        return timeless(json.loads(content))
    if path.suffix == ".jsonl":
        return [timeless(json.loads(line)) for line in content.splitlines()]
    if path.suffix == ".html":
        return STEP.sub("…", ROWS_OF_TIMES.sub("", content.decode().replace(str(folder), "")))
    return content


def timeless(value: object) -> object:
    """JSON without its times, and with what was printed as one reads it at the end."""
    if isinstance(value, dict):
        return {
            name: timeless(printed(one) if name == "outputs" and isinstance(one, list) else one)
            for name, one in value.items()
            if name not in TIMES and not (name in DRAWN and is_drawn(value))
        }
    if isinstance(value, str):
        return STEP.sub("…", value)
    return [timeless(one) for one in value] if isinstance(value, list) else value


def is_drawn(value: dict[str, object]) -> bool:
    """Whether it tells of a step that is computed again: its event, what a run keeps of it, or the
    score that says how it agrees.
    """
    return value.get("event") == "step_kept" or "by_gradients" in value or "step_error" in value


def printed(outputs: list) -> list:
    """The outputs of a cell: in how many pieces the kernel sent a text, and how often a progress
    bar was drawn anew, depends on the clock.
    """
    joined: list = []
    for output in outputs:
        before = joined[-1] if joined else None
        if stream_of(output) and before and stream_of(before) == stream_of(output):
            joined[-1] = before | {"text": text_of(before) + text_of(output)}
        else:
            joined.append(output)
    return [one | {"text": as_seen(text_of(one))} if stream_of(one) else one for one in joined]


def stream_of(output: object) -> dict[str, object]:
    """All that an output of text says beside the text; nothing for one of another kind."""
    if not isinstance(output, dict) or "stream" not in (
        output.get("output_type"),
        output.get("kind"),
    ):
        return {}
    return {name: value for name, value in output.items() if name != "text"}


def text_of(output: dict) -> str:
    """The text, which notebooks may hold as a list of lines."""
    text = output["text"]
    return text if isinstance(text, str) else "".join(text)


def differences(one: object, other: object, where: str = "") -> Iterator[str]:
    """Where two values are unlike, a line for each place."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys()):
            if name not in one or name not in other:
                yield f"{where}/{name}: only in {'one' if name in one else 'the other'}"
            else:
                yield from differences(one[name], other[name], f"{where}/{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for at, (mine, its) in enumerate(zip(one, other, strict=True)):
            yield from differences(mine, its, f"{where}[{at}]")
    elif one != other or type(one) is not type(other):
        yield f"{where}: {unlike(one, other)}"


def unlike(one: object, other: object) -> str:
    """Two values, and of long texts the lines that are unlike."""
    if isinstance(one, str) and isinstance(other, str) and len(one + other) > 200:
        compared = difflib.unified_diff(one.splitlines(), other.splitlines(), n=0, lineterm="")
        return "\n    ".join(line[:300] for line in [*compared][2:12])
    return f"{repr(one)[:300]} … {repr(other)[:300]}"
