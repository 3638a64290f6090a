"""Writes the measurements into RESULTS.md, and on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.measuring.harness import Line, Sample
from benchmarks.results import Measured

VERDICTS = {True: "yes", False: "**no**", None: "–"}
HEAD = """# Results

Made by `make bench` and `make bench-full` (about {bench:.0f} and {full:.0f} minutes on two
cores); every round is kept in [`results.json`](results.json). A ratio says how many times as long
the other takes, as the median of the rounds with the lowest and the highest in brackets. What is
compared was run in turns, within one run on one machine.
"""


def page(measured: Sequence[Measured], *, bench_minutes: float, full_minutes: float) -> str:
    """The whole of RESULTS.md."""
    parts = [
        HEAD.format(bench=bench_minutes, full=full_minutes),
        "## Targets\n\n" + table(TARGET_COLUMNS, _target_rows(measured)),
        *_missed(measured),
        "## Against each tool\n\n" + table(OTHER_COLUMNS, _other_rows(measured)),
        *_circumstances(measured),
        "## Every measurement\n",
        *(_stage(one) for one in measured),
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


TARGET_COLUMNS = ("what", "target", "grader", "compared with", "ratio", "met")
OTHER_COLUMNS = ("what", "grader", "other tool", "takes", "ratio")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def plain(measured: Measured) -> str:
    """The lines of one stage for the screen."""
    if measured.problem:
        return f"{measured.stage}: NOT MEASURED: {measured.problem.strip()}"
    rows = []
    for line in measured.lines:
        beside = (
            f"; {line.other.name} {shown(line.other)}; ratio {ratio(line)}" if line.other else ""
        )
        target = (
            f"; target {line.target.text}: {'met' if line.met else 'MISSED'}" if line.target else ""
        )
        rows.append(f"  {line.what}: {shown(line.ours)}{beside}{target}")
    return "\n".join([f"{measured.stage} ({measured.wall_s:.0f} s)", *rows])


def shown(sample: Sample) -> str:
    """The median and its unit."""
    return f"{number(sample.median)} {sample.unit}"


def spread(sample: Sample) -> str:
    """The lowest and the highest value; nothing where there is only one."""
    return f"{number(sample.low)} – {number(sample.high)}" if len(sample.values) > 1 else "–"


def ratio(line: Line) -> str:
    """The median of the ratios with its spread."""
    if line.ratio is None:
        return ""
    beside = (
        f" ({number(min(line.ratios))} – {number(max(line.ratios))})"
        if len(line.ratios) > 1
        else ""
    )
    return f"{number(line.ratio)}×{beside}"


def number(value: float) -> str:
    """Three significant digits, without an exponent."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{digits}f}"


def _target_rows(measured: Sequence[Measured]) -> Iterable[Sequence[str]]:
    for one in measured:
        for line in one.lines:
            if line.target is not None:
                other = f"{line.other.name}: {shown(line.other)}" if line.other else ""
                yield (
                    line.what,
                    line.target.text,
                    shown(line.ours),
                    other,
                    ratio(line),
                    VERDICTS[line.met],
                )


def _other_rows(measured: Sequence[Measured]) -> Iterable[Sequence[str]]:
    for one in measured:
        for line in one.lines:
            if line.other is not None and line.target is None:
                yield line.what, shown(line.ours), line.other.name, shown(line.other), ratio(line)


def _missed(measured: Sequence[Measured]) -> list[str]:
    missed = [(line.what, line.target.text, line.note) for one in measured for line in one.lines
              if line.target is not None and not line.met]  # fmt: skip
    failed = [
        (one.title, "not measured", _first_line(one.problem)) for one in measured if one.problem
    ]
    if not missed and not failed:
        return []
    items = [
        f"- {what} ({target}): {note or 'see below'}" for what, target, note in (*missed, *failed)
    ]
    return ["## Not met\n\n" + "\n".join(items)]


def _circumstances(measured: Sequence[Measured]) -> list[str]:
    machines = dict.fromkeys(one.machine for one in measured)
    versions: dict[str, str] = {}
    for one in measured:
        versions |= one.versions
    rows = ", ".join(f"{name} {version}" for name, version in versions.items())
    when = table(
        ("stage", "when (UTC)", "commit", "took", "load before"),
        (
            (one.stage, one.when, one.commit, f"{one.wall_s:.0f} s", f"{one.load_before:.1f}")
            for one in measured
        ),
    )
    loaded = (
        "The load is how many processes wanted to run in the minute before the stage: its own "
        "share of a busy machine."
    )
    return [
        "## Machine and versions\n\n"
        + "\n".join(f"- {machine}" for machine in machines)
        + f"\n\n{rows}.\n\n{when}\n\n{loaded}"
    ]


def _stage(one: Measured) -> str:
    if one.problem:
        return f"### {one.title}\n\nNot measured:\n\n```\n{one.problem.strip()}\n```"
    samples: dict[tuple[str, str], Sample] = {}
    for line in one.lines:
        for sample in filter(None, (line.ours, line.other)):
            samples[line.what, sample.name] = sample
    rows = [
        (what, name, str(len(sample.values)), shown(sample), spread(sample))
        for (what, name), sample in samples.items()
    ]
    notes = dict.fromkeys(f"- {line.what}: {line.note}" for line in one.lines if line.note)
    reported = table(("what", "measured", "rounds", "median", "lowest – highest"), rows)
    said = "\n".join(f"    {command.strip()}" for command in one.command.split(";"))
    return f"### {one.title}\n\n{said}\n\n{reported}\n\n" + "\n".join(notes)


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
