"""`grader worker` and `grader cluster`: a batch on several machines."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.errors import PrerequisiteError

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.batch.cluster.status import ClusterStatus

keys_option = click.option(
    "--keys",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the cluster's certificates.  [default: GRADER_CLUSTER_KEYS, else the user's "
    "own]",
)
cluster_option = click.option(
    "--cluster",
    required=True,
    metavar="ADDRESS|FILE",
    help="A scheduler's address (tls://HOST:PORT), or the file that it wrote.",
)
host_option = click.option("--host", help="Address or name that the others reach this machine by.")
LAST_PORT = 65535


class Ports(click.ParamType[str]):
    """One port, or the first and the last of several, of which a free one is taken."""

    name = "PORT|FIRST:LAST"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As dask takes it, which refuses several ports that are one."""
        said = str(value)
        first, _, last = said.partition(":") if ":" in said else (said, "", said)
        if first.isdecimal() and last.isdecimal() and int(first) <= int(last) <= LAST_PORT:
            return said if int(first) < int(last) else first
        raise click.BadParameter(f"{value!r} is neither a port nor FIRST:LAST", ctx, param)


def needs_dask() -> None:
    """Raise PrerequisiteError where the packages for several machines are missing."""
    if any(map(_is_missing, ("distributed", "cryptography"))):
        raise PrerequisiteError(
            "dask.distributed is not installed; it runs a batch on several machines",
            hint="pip install 'notebook-grader[cluster]'",
        )


def begin_to_fork_workers(assignment: str) -> None:
    """Start the process from which workers of this machine are forked: it imports for a second and
    loads the assignment, and this process does so, too.

    Raises PrerequisiteError where the packages for several machines are missing.
    """
    needs_dask()
    from grader.host.forking import begin_to_import

    begin_to_import(("grader.cli", "grader.batch.cluster.local.ready"), loads=assignment)


def _is_missing(name: str) -> bool:
    return importlib.util.find_spec(name) is None


@click.command(short_help="Grade hand-ins for a cluster, until Ctrl-C.")
@click.option(
    "--scheduler-file",
    "cluster",
    required=True,
    metavar="FILE|ADDRESS",
    help="The file that the scheduler wrote (waited for), or its address.",
)
@click.option(
    "--slots",
    type=click.IntRange(1),
    help="Notebooks at a time.  [default: what cores and memory allow]",
)
@click.option(
    "--gpus", type=click.IntRange(0), default=0, help="Graphics processors of this machine."
)
@click.option(
    "--worker-port",
    type=Ports(),
    default="0",
    help="Where the worker is reached by the scheduler and by other workers; 0: any that is free.",
)
@click.option(
    "--nanny-port",
    type=Ports(),
    default="0",
    help="Where the process is reached that watches over it; 0: any that is free.",
)
@host_option
@keys_option
def worker(
    cluster: str,
    slots: int | None,
    gpus: int,
    worker_port: str,
    nanny_port: str,
    host: str | None,
    keys: Path | None,
) -> None:
    """Grade hand-ins that batches send to a cluster; ends with Ctrl-C, or with its scheduler.

    A machine that can't sandbox a notebook refuses (`grader doctor` says why), and one whose
    versions differ from the submitting machine's is named there and gets nothing.
    """
    needs_dask()
    from grader.batch.cluster.nodes import NodeSettings, run_worker

    place = NodeSettings(cluster, keys, host, worker_port=worker_port, nanny_port=nanny_port)
    run_worker(place, slots=slots, graphics=gpus, say=_say)


@click.group()
def cluster() -> None:
    """Make certificates for several machines, run their scheduler, look at them."""


@cluster.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where they go.  [default: among the user's settings]",
)
def keys(out: Path | None) -> None:
    """Make the certificates with which the machines of a cluster know one another.

    Who has them can run programs on every machine of the cluster: keep them to yourself.
    """
    needs_dask()
    from grader.batch.cluster.keys import default_folder, make_keys

    folder = out or default_folder()
    make_keys(folder)
    click.echo(f"certificates are in {folder}; every machine of the cluster needs this folder")


@cluster.command()
@click.option(
    "--scheduler-file",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Is written: the scheduler's address, for workers and `grader batch --cluster`.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0: any that is free.")
@click.option(
    "--dashboard",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Show dask's dashboard to this machine; needs bokeh.  [default: nothing is shown]",
)
@host_option
@keys_option
def scheduler(
    scheduler_file: Path, port: int, dashboard: int | None, host: str | None, keys: Path | None
) -> None:
    """Run the scheduler of a cluster until Ctrl-C. It keeps nothing that matters."""
    needs_dask()
    from grader.batch.cluster.nodes import NodeSettings, run_scheduler

    place = NodeSettings(str(scheduler_file), keys, host)
    run_scheduler(scheduler_file, place, port=port, dashboard=dashboard, say=_say)


@cluster.command()
@cluster_option
@keys_option
def status(cluster: str, keys: Path | None) -> None:
    """Show the workers of a cluster, what runs where, and what waits."""
    needs_dask()
    from grader.batch.cluster.connection import ClusterAddress
    from grader.batch.cluster.status import cluster_status

    _show(cluster_status(ClusterAddress(cluster, keys=keys)), click.echo)


def _show(status: ClusterStatus, say: Callable[[str], Any]) -> None:
    slots = sum(worker.slots for worker in status.workers if worker.alike)
    busy = sum(len(worker.running) for worker in status.workers)
    say(
        f"{status.address}: {len(status.workers)} workers, {slots} slots; "
        f"{busy} hand-ins run, {status.waiting} wait"
    )
    for worker in status.workers:
        gpus = f", {worker.graphics} GPUs" if worker.graphics else ""
        say(f"  {worker.name}: {worker.slots} slots, {worker.memory_gib:.1f} GiB{gpus}")
        if not worker.alike:
            say("    other versions than here: gets nothing from this machine")
        for name in worker.running:
            say(f"    {name}")


def _say(line: str) -> None:
    click.echo(f"grader: {line}", err=True)
