"""Runs a batch for a command, shows how far it is, and prints what came of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import click
from rich.console import Console

from grader.batch import (
    BatchOptions,
    BatchOutcome,
    GradedHandIn,
    HandedIn,
    Listeners,
    NothingHandedInError,
    foresee,
    run_batch,
)
from grader.cli.endings import HOST, PASSED, exit_code_of
from grader.cli.progress import ProgressDisplay, progress
from grader.cli.screen import (
    say_audit,
    say_cold_kernels,
    say_cut_short,
    say_flagged,
    say_fonts,
    say_intake,
    steps_table,
    summary_table,
    terminal,
    unrendered_lines,
)
from grader.cli.watching import changes_of
from grader.errors import Attempts, OutputError
from grader.model.hand_in import HandIn, Intake
from grader.model.policy import Policy
from grader.pipeline import LoadedAssignment


def run_and_show(
    loaded: LoadedAssignment, policy: Policy, handed_in: HandedIn, options: BatchOptions
) -> int:
    """Grade what was handed in and print the table; return the exit code."""
    console = terminal()
    with Screenful(console) as screen:
        try:
            outcome = run_batch(loaded, policy, handed_in, options, screen.listeners())
        except NothingHandedInError as nothing:
            raise click.BadParameter(nothing.message, param_hint="SUBMISSIONS") from None
        except KeyboardInterrupt as stop:
            screen.close()
            screen.say_kept("stopped")
            sys.exit(exit_code_of(stop))
    if not outcome.complete:
        screen.say_kept("ended before its time")
    _show(console, outcome, screen.attempts, options.out)
    return _end(outcome, screen.attempts)


def watch_and_show(
    loaded: LoadedAssignment, policy: Policy, handed_in: HandedIn, options: BatchOptions
) -> int:
    """Grade whenever the folder has changed and come to rest, until somebody ends it."""
    if not handed_in.submissions.is_dir():
        message = f"{handed_in.submissions}: only a folder can be watched"
        raise click.BadParameter(message, param_hint="SUBMISSIONS")
    message = f"watching {handed_in.submissions}; Ctrl-C ends it"
    for _ in changes_of(handed_in.submissions, without=options.out):
        try:
            run_and_show(loaded, policy, handed_in, options)
        except click.BadParameter as nothing:
            click.echo(f"grader: {nothing.message}", err=True)
        click.echo(f"grader: {message}", err=True)
    return PASSED


def show_what_would_be_done(
    loaded: LoadedAssignment, handed_in: HandedIn, options: BatchOptions
) -> int:
    """Print every hand-in, whose it is, and what a batch would do with it; return the exit code."""
    console = terminal()
    foreseen = foresee(loaded, handed_in, options)
    say_intake(console, foreseen.intake)
    console.print(steps_table(foreseen.steps))
    counted = Counter(what for _, what in foreseen.steps)
    sums = ", ".join(f"{number} {what}" for what, number in counted.items())
    click.echo(f"grader: {sums or 'no hand-ins'}; nothing was done (--dry-run)", err=True)
    return PASSED


class Screenful:
    """Shows how far a batch is."""

    def __init__(self, console: Console) -> None:
        """Nothing is shown before the hand-ins are known."""
        self.attempts = Attempts()
        self._console, self._open = console, ExitStack()
        self._shown: ProgressDisplay | None = None
        self._done = self._all = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Take the bars away."""
        self._open.close()

    def listeners(self) -> Listeners:
        """What this screen hears of."""
        return Listeners(self._began, self._moved, self._finished, self._heard)

    def say_kept(self, how: str) -> None:
        """Say how the grading ended, and that nothing finished is lost; silent where it had not
        begun.
        """
        if self._shown is not None:
            kept = f"{self._done} of {self._all} hand-ins are graded, and kept"
            click.echo(f"grader: {how}: {kept}; the same command goes on from there", err=True)

    def _began(self, intake: Intake) -> None:
        self.attempts.attempt(lambda: say_intake(self._console, intake))
        self._all = len(intake.hand_ins)
        self._shown = self._open.enter_context(progress(Console(stderr=True), self._all))

    def _moved(self, hand_in: HandIn, cell: int, cells: int) -> None:
        if self._shown is not None:
            self._shown.move(hand_in.name, cell, cells)

    def _heard(self, words: str) -> None:
        if self._shown is not None:
            self._shown.say(f"grader: {words}")

    def _finished(self, one: GradedHandIn) -> None:
        self._done += 1
        if self._shown is not None:
            self._shown.finish(one.hand_in.name, fresh=one.fresh)


def _show(console: Console, outcome: BatchOutcome, attempts: Attempts, out: Path) -> None:
    """Print the table and where everything lies."""
    if not outcome.graded:
        return  # the grading did not begin; why, is said in the end
    results = [one.result for one in outcome.graded]
    attempts.attempt(lambda: _show_table(console, outcome.graded))
    attempts.attempt(lambda: say_audit(console, results))
    attempts.attempt(lambda: say_cut_short(console, results))
    attempts.attempt(lambda: say_flagged(console, results))
    attempts.attempt(lambda: say_fonts(console, outcome.undrawn))
    if outcome.unkept:
        click.echo(f"grader: {outcome.unkept}", err=True)
    attempts.attempt(
        lambda: console.print(
            f"reports: {out}/submissions/*/report.html", markup=False, soft_wrap=True
        )
    )
    if outcome.class_page:
        attempts.attempt(
            lambda: console.print(f"summary: {outcome.class_page}", markup=False, soft_wrap=True)
        )


def _show_table(console: Console, graded: Sequence[GradedHandIn]) -> None:
    console.print(summary_table([(one.hand_in.name, one.result) for one in graded]))
    say_cold_kernels(console, [one.result for one in graded if one.fresh])


def _end(outcome: BatchOutcome, attempts: Attempts) -> int:
    """Say what could not be done; the exit code."""
    unrendered = [OutputError(line) for line in unrendered_lines(outcome.unrendered)]
    failed = [*outcome.failed, *attempts.failed, *unrendered]
    for problem in failed:
        click.echo(f"grader: {problem}", err=True)
    if outcome.outdated:
        kept = f"{len(outcome.outdated)} hand-ins changed since and were left as they are"
        click.echo(f"grader: {kept}; the command without --again grades them", err=True)
    if outcome.left_over:
        left = f"{outcome.left_over} hand-ins of the last run are not among these"
        click.echo(f"grader: {left}: their grades don't count any more", err=True)
    if outcome.waiting:
        left = f"{outcome.waiting} hand-ins have no result: others were asked for"
        click.echo(f"grader: {left}; the command without --only and --limit grades them", err=True)
    if outcome.faults:
        click.echo(
            f"grader: {outcome.faults} hand-ins could not be graded because of a fault of the "
            "program; the same command tries them again",
            err=True,
        )
    return HOST if failed or outcome.faults else PASSED
