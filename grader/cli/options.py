"""Which options do several commands share?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from grader.model.policy import Policy, TrainingPolicy

POLICIES = ("full", "decisive", "verify", "saved")
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

assignment_option: Decorator = click.option(
    "--assignment", "-a", default="mnist", show_default=True, help="A bundled assignment, or a folder with one."
)
unsafe_option: Decorator = click.option(
    "--unsafe", is_flag=True, help="Run without the sandbox. Only for notebooks that you wrote yourself."
)

stock_option: Decorator = click.option(
    "--stock", is_flag=True, help="Train as Keras does it, instead of the same updates in fewer, larger steps."
)
audit_option: Decorator = click.option(
    "--audit",
    type=click.FloatRange(0, 100),
    default=0.0,
    metavar="P",
    help="Train P % of the hand-ins in full all the same, always the same ones, and say whether the policy decides alike.",
)


def policy_option(default: str) -> Decorator:
    """How much training to run."""
    return click.option(
        "--policy",
        type=click.Choice(POLICIES),
        default=default,
        show_default=True,
        help="full: every epoch; decisive: until the verdict can't change; verify: re-run the beginning and compare it"
        " with the saved log; saved: execute nothing.",
    )


def limits_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Time and memory of one notebook."""
    for decorator in (
        click.option("--timeout", type=click.FloatRange(min=1), help="Seconds for one notebook.", metavar="S"),
        click.option("--cell-timeout", type=click.FloatRange(min=1), help="Seconds for one cell.", metavar="S"),
        click.option(
            "--memory", type=click.FloatRange(min=0.25), help="GiB of memory for one notebook.", metavar="GIB"
        ),
    ):
        command = decorator(command)
    return command


def make_policy(
    training: TrainingPolicy,
    *,
    threads: int,
    stock: bool,
    unsafe: bool,
    audit_percent: float = 0.0,
    **limits: float | None,
) -> Policy:
    """Make a policy of the options; `limits` are those of `limits_options`."""
    from dataclasses import replace

    from grader.model.policy import GIB, Limits, Policy

    default = Limits()
    memory_gib = limits.get("memory")
    chosen = replace(
        default,
        notebook_timeout_s=limits.get("timeout") or default.notebook_timeout_s,
        cell_timeout_s=limits.get("cell_timeout") or default.cell_timeout_s,
        memory_bytes=int(memory_gib * GIB) if memory_gib else default.memory_bytes,
    )
    return Policy(
        training=training, limits=chosen, threads=threads, stock=stock, unsafe=unsafe, audit_percent=audit_percent
    )


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
