"""The options that several commands share, and the policy that they make."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from grader.model.audience import AUDIENCES
from grader.model.policy import LEAST_GIB, MOST_GIB, MOST_SECONDS
from grader.text.units import gib, seconds

if TYPE_CHECKING:
    from grader.model.policy import Policy, TrainingPolicy

MOST_JOBS = 1024
SHOWN_MOST = 100.0
POLICIES = ("full", "decisive", "verify", "saved")
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class FiniteNumber(click.FloatRange):
    """A number of the ordinary kind within bounds: `nan`, `inf` and what is too large for a number
    are refused.
    """

    def __init__(
        self,
        least: float,
        most: float,
        unit: str = "",
        *,
        why_least: str = "",
        read: Callable[[object], object] | None = None,
    ) -> None:
        """Take the bounds, both allowed, what they count, what stands behind the lower one, and
        what reads a text with a unit.
        """
        super().__init__(min=least, max=most)
        self._unit, self._why_least, self._read = unit and f" {unit}", why_least, read

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number, or wrong usage that says what is allowed."""
        number = float(click.FLOAT.convert(self._without_unit(value, param, ctx), param, ctx))
        least, most = self.min or 0.0, self.max or 0.0
        if not math.isfinite(number):
            self.fail(
                f"{value!r} is not an amount; give a number from {least:g} to {most:,.0f}"
                f"{self._unit}.",
                param,
                ctx,
            )
        if number < least:
            self.fail(
                f"{value} is too little: the least is {least:g}{self._unit}.{self._why_least}",
                param,
                ctx,
            )
        if number > most:
            self.fail(f"{value} is too much: the most is {most:,.0f}{self._unit}.", param, ctx)
        return number

    def _without_unit(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """The number that a text with a unit amounts to, or wrong usage that says what one is."""
        try:
            return self._read(value) if self._read else value
        except ValueError as error:
            with suppress(ValueError):
                return float(value)  # `1e3`, and `inf`, which is refused by its name
            self.fail(f"{error}, got {value!r}.", param, ctx)

    def _describe_range(self) -> str:
        """The bounds, as the help shows them; one that nobody meets is left out."""
        return (
            f"x>={self.min:g}"
            if (self.max or 0.0) > SHOWN_MOST
            else f"{self.min:g}<=x<={self.max:g}"
        )


def jobs_option(what: str) -> Decorator:
    """How many at a time."""
    return click.option("--jobs", type=click.IntRange(1, MOST_JOBS), help=what)


assignment_option: Decorator = click.option(
    "--assignment",
    "-a",
    default="mnist",
    show_default=True,
    help="A bundled assignment, or a folder with one.",
)
assignment_of_folder_option: Decorator = click.option(
    "--assignment",
    "-a",
    help="A bundled assignment, or a folder with one.  [default: the bundled one of FOLDER]",
)
"""For commands on the output of a batch; `folder_assignment.py` finds the default."""
unsafe_option: Decorator = click.option(
    "--unsafe",
    is_flag=True,
    help="Run without the sandbox. Only for notebooks that you wrote yourself.",
)

stock_option: Decorator = click.option(
    "--stock",
    is_flag=True,
    help="Train as Keras does it, instead of the same updates in fewer, larger steps.",
)
audit_option: Decorator = click.option(
    "--audit",
    type=FiniteNumber(0, 100, "%"),
    metavar="P",
    help="Train P % of the hand-ins in full in their own kernels all the same, drawn by chance and "
    "always the same ones, and say whether the"
    " policy decides alike.  [default: 5 for a batch under verify, else 0]",
)
reuse_option: Decorator = click.option(
    "--no-reuse",
    is_flag=True,
    help="Compute every training anew, instead of looking up what the same one came to before.",
)


def audience_option(default: str) -> Decorator:
    """For whom reports are."""
    return click.option(
        "--audience",
        type=click.Choice(AUDIENCES, case_sensitive=False),
        help="Whom reports are for: a student is not told how points are set, what is observed on "
        "integrity, who else was graded, nor what the assignment calls private."
        f"  [default: {default}]",
    )


class LanguageCode(click.ParamType[str]):
    """A language that reports can be written in."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code, or wrong usage that names those there are."""
        from grader.assignment import bundled
        from grader.report import languages

        known = {code.casefold(): code for code in languages(bundled("templates"))}
        asked = str(value).strip().casefold().partition(".")[0].replace("_", "-")
        for code in (asked, asked.partition("-")[0]):
            if code in known:
                return known[code]
        return self.fail(f"{value!r}: expected one of {', '.join(known.values())}.", param, ctx)


def language_option(default: str) -> Decorator:
    """In which language reports are."""
    return click.option(
        "--lang",
        "language",
        type=LanguageCode(),
        metavar="CODE",
        help=f"Language of the reports: en, de.  [default: {default}]",
    )


def policy_option(default: str) -> Decorator:
    """How much training to run."""
    return click.option(
        "--policy",
        type=click.Choice(POLICIES, case_sensitive=False),
        default=default,
        show_default=True,
        help="full: every epoch; decisive: until the grade can't change; verify: re-run the "
        "beginning and compare it"
        " with the saved log; saved: execute nothing.",
    )


def limits_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What one notebook may use."""
    for name, kind, metavar, what in reversed(LIMITS):
        command = click.option(name, type=kind, metavar=metavar, help=what)(command)
    return command


TOO_LITTLE_MEMORY = " In less, a notebook can't even import TensorFlow."
LIMITS = (
    (
        "--memory",
        FiniteNumber(LEAST_GIB, MOST_GIB, "GiB", why_least=TOO_LITTLE_MEMORY, read=gib),
        "GIB",
        "GiB of memory for one notebook, or as in 6GiB.",
    ),
    (
        "--cell-timeout",
        FiniteNumber(1, MOST_SECONDS, "s", read=seconds),
        "S",
        "Seconds for one cell, or as in 30min.",
    ),
    (
        "--timeout",
        FiniteNumber(1, MOST_SECONDS, "s", read=seconds),
        "S",
        "Seconds for one notebook, or as in 30min.",
    ),
    ("--disk", FiniteNumber(0.0625, MOST_GIB, "GiB"), "GIB", "GiB that one notebook may write."),
    ("--processes", FiniteNumber(64, 4_000_000), "N", "Processes and threads of one notebook."),
    (
        "--output",
        FiniteNumber(1, 4096, "MiB"),
        "MIB",
        "MiB that one notebook may print and display.",
    ),
    (
        "--recording",
        FiniteNumber(16, 65_536, "MiB"),
        "MIB",
        "MiB of what is recorded of one notebook, its weights included.",
    ),
)
"""Option, amount, unit, help."""


def make_policy(training: TrainingPolicy, **options: Any) -> Policy:
    """Make a policy of the options, as `policy_of` describes them."""
    from grader.pipeline import policy_of

    return policy_of(training, **options)


def default_jobs() -> int:
    """As many notebooks at a time as cores and memory allow."""
    import psutil

    from grader.scheduling import slots_that_fit

    return slots_that_fit(cores(), psutil.virtual_memory().available)


def threads_each(jobs: int) -> int:
    """How many threads a kernel trains on where `jobs` run at a time."""
    return max(1, cores() // jobs)


def cores() -> int:
    """How many cores this process may use."""
    from grader.scheduling import allowed_cores

    return len(allowed_cores())
