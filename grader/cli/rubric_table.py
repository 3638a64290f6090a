"""Shows what testing a rubric found: on the terminal, and as a table in a Markdown page."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from grader.cli.screen import terminal
from grader.cli.written import write_file
from grader.errors import ConfigError, Problem
from grader.model.mutants import MutantResult, RubricTest

BEGIN, END = "<!-- made by grader assignment test {} -->", "<!-- end -->"
COLOURS = {"killed": "green", "survived": "red", "excused": "yellow", "fault": "red"}
NOBODY = "-"


def show(found: RubricTest) -> None:
    """Print both tables, and what is to be done."""
    console = terminal()
    table = Table(title=f"Wrong solutions of {found.assignment}")
    table.add_column("mutant", no_wrap=True)
    table.add_column("points lost", justify="right")
    table.add_column("seen by", overflow="fold")
    table.add_column("")
    for one in found.mutants:
        verdict = f"[{COLOURS[one.verdict]}]{one.verdict}[/]"
        table.add_row(escape(one.name), _lost(one), escape(_seen_by(one)), verdict)
    if found.mutants:
        console.print(table)
    right = Table(title=f"Right solutions of {found.assignment}, written otherwise")
    right.add_column("variant", no_wrap=True)
    for head in ("points lost", "seen by", ""):
        right.add_column(head)
    for variant in found.variants:
        colour = "green" if variant.verdict == "kept" else "red"
        seen = ", ".join(variant.seen_by) or NOBODY
        row = (variant.name, variant.points_lost, seen)
        right.add_row(*map(escape, row), f"[{colour}]{variant.verdict}[/]")
    if found.variants:
        console.print(right)
    for line in _lines(found):
        console.print(line, markup=False, soft_wrap=True)


def put_table(found: RubricTest, path: Path) -> None:
    """Replace what stands between the marks of a page. Raises ConfigError where they are not
    there.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        text = ""
    begin = BEGIN.format(found.assignment)
    before, opened, rest = text.partition(begin)
    _, closed, after = rest.partition(END)
    if not (opened and closed):
        message = f"holds no line {begin!r} with a line {END!r} below it"
        raise ConfigError([Problem(str(path), None, "", message)])
    whole = f"{before}{begin}\n\n{as_markdown(found)}\n\n{END}{after}"
    write_file(path, whole.encode())


def as_markdown(found: RubricTest) -> str:
    """The table of a page."""
    roles = sorted({role for one in found.mutants for role in one.measured})
    head = ["mutant", *(f"accuracy ({role})" for role in roles), "points lost", "seen by", ""]
    rows = [
        [
            f"`{one.name}`",
            *(_accuracy(one, role) for role in roles),
            _lost(one),
            _seen_by(one),
            f"excused: {one.reason}" if one.verdict == "excused" else one.verdict,
        ]
        for one in found.mutants
    ]
    lines = [head, ["---"] * len(head), *rows]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return f"{table}\n\n" + "\n".join(f"{line}  " for line in _summary(found))


def _accuracy(one: MutantResult, role: str) -> str:
    own = one.role in (None, role)
    return f"{one.measured[role].accuracy:.4f}" if own and role in one.measured else ""


def _lost(one: MutantResult) -> str:
    to_a_person = one.points_to_a_person
    if to_a_person == "0":
        return one.points_lost
    return f"{one.points_lost} + {to_a_person} to a person"


def _seen_by(one: MutantResult) -> str:
    if one.seen_by:
        return ", ".join(one.seen_by)
    return NOBODY


def _summary(found: RubricTest) -> list[str]:
    verdicts = Counter[str](one.verdict for one in found.mutants)
    kept = sum(one.verdict == "kept" for one in found.variants)
    counted = ", ".join(f"{verdicts[one]} {one}" for one in COLOURS if verdicts[one])
    return [
        f"{len(found.mutants)} wrong solutions: {counted or 'none'}.",
        f"{len(found.variants)} right solutions, written otherwise: {kept} keep their points.",
        f"{len(found.not_applied)} changes have no place in this solution.",
    ]


def _lines(found: RubricTest) -> list[str]:
    lines = [*_summary(found), *_about_the_solution(found)]
    for one in found.mutants:
        if one.verdict == "survived":
            lines.append(f"survived: {one.name}: {one.says} {_advice(one)}")
        elif one.verdict == "excused":
            lines.append(f"excused: {one.name}: {one.says} {one.reason}")
    lines += [
        f"loses points though it is right: {variant.name}: {variant.says}"
        for variant in found.variants
        if variant.verdict == "lost"
    ]
    lines += [f"excused, and seen all the same: {name}" for name in found.unneeded_excuses]
    lines += [f"not applied: {one.name}: {one.why}" for one in found.not_applied]
    return lines


def _about_the_solution(found: RubricTest) -> list[str]:
    """What it loses: a rubric is tested by a solution that has all points."""
    if not found.solution_misses:
        return []
    head = (
        f"the solution itself has {found.points} of {found.points_possible} points; mend it, or "
        "the assignment, first: what is said here is compared with it"
    )
    return [head, *(f"the solution loses: {line}" for line in found.solution_misses)]


def _advice(one: MutantResult) -> str:
    if one.ought_to_be_seen_by:
        return f"Ought to be seen by {', '.join(one.ought_to_be_seen_by)}."
    return "No check of the assignment looks at it: add one, or excuse it in assignment.yaml."
