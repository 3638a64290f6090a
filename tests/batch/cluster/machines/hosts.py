"""Machines on this machine: network namespaces with names, addresses and folders of their own.

Nothing has to be cleaned up: a namespace lives as long as the process that holds it, which the
kernel kills with the test that started it, and which ends by itself after a while.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

NETWORK = "10.213.7"
MOST_SECONDS = 1800
"""Of a host's life."""
WITH_US = ("setpriv", "--pdeathsig", "KILL")
APART = ("unshare", "--net", "--uts", "--mount")
GRADER = (sys.executable, "-m", "grader.cli")
ROOT = Path(__file__).parents[4]


def missing() -> str:
    """Why there can be no hosts here; empty where there can."""
    tools = [name for name in ("ip", "nsenter", "unshare", "setpriv") if shutil.which(name) is None]
    if tools:
        return f"no hosts can be made here: {', '.join(tools)} missing"
    tried = subprocess.run(
        [*APART, "sh", "-c", "ip link add name t type bridge"],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    return f"no hosts can be made here: {tried.stderr.strip()}" if tried.returncode else ""


@dataclass(frozen=True)
class Host:
    """One machine of the network."""

    name: str
    address: str
    holder: int
    """Process that keeps its namespaces."""
    home: Path

    def command(self, *words: str | Path, seconds: int = MOST_SECONDS) -> list[str]:
        """Run a program there; it ends with this process, or after so many seconds."""
        inside = ("nsenter", f"--target={self.holder}", "--net", "--uts", "--mount", f"--wd={ROOT}")
        return [*WITH_US, *inside, "timeout", "--kill-after=20", str(seconds), *map(str, words)]

    @property
    def environment(self) -> dict[str, str]:
        """Folders and settings of its own: what others keep is not found there."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GRADER_", "XDG_", "DASK_"))
        }
        temporary = self.home / "tmp"
        temporary.mkdir(exist_ok=True)
        return {
            **kept,
            "HOME": str(self.home),
            "TMPDIR": str(temporary),
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "200",
        }

    @contextmanager
    def running(self, *words: str | Path) -> Iterator[subprocess.Popen[str]]:
        """A program that runs there as long as it is needed; what it says lies in its home."""
        with (
            (self.home / "said").open("a") as said,
            subprocess.Popen(
                self.command(*words),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                text=True,
            ) as process,
        ):
            try:
                yield process
            finally:
                process.terminate()
                try:
                    process.wait(60)
                except subprocess.TimeoutExpired:
                    process.kill()

    def run(self, *words: str | Path, seconds: int = 600) -> subprocess.CompletedProcess[str]:
        """A program that ends."""
        return subprocess.run(
            self.command(*words, seconds=seconds),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds + 60,
        )

    @property
    def said(self) -> str:
        """What its programs said."""
        return (self.home / "said").read_text()

    def hide(self, folder: Path) -> None:
        """Make a folder of this machine an empty one there."""
        self.run("mount", "-t", "tmpfs", "none", folder).check_returncode()


@contextmanager
def network(names: Sequence[str], homes: Path) -> Iterator[dict[str, Host]]:
    """Hosts that reach one another, and nothing else, over a switch."""
    with ExitStack() as held:
        switch = held.enter_context(_namespaces("switch"))
        _ip(switch, "link add name switch type bridge")
        _ip(switch, "link set switch up")
        hosts = {}
        for number, name in enumerate(names, start=1):
            holder, home = held.enter_context(_namespaces(name)), homes / name
            home.mkdir(parents=True)
            _ip(switch, f"link add port{number} type veth peer name eth0 netns {holder}")
            _ip(switch, f"link set port{number} master switch up")
            address = f"{NETWORK}.{number}"
            _ip(holder, f"address add {address}/24 dev eth0")
            _ip(holder, "link set eth0 up")
            hosts[name] = Host(name, address, holder, home)
        yield hosts


@contextmanager
def _namespaces(name: str) -> Iterator[int]:
    """A process that keeps a network, a name and mounts of its own."""
    prepare = 'hostname "$0" && ip link set lo up && echo ready && exec sleep "$1"'
    with subprocess.Popen(
        [*WITH_US, *APART, "sh", "-c", prepare, name, str(MOST_SECONDS)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process.pid
        finally:
            process.kill()


def _ip(holder: int, words: str) -> None:
    subprocess.run(
        ["nsenter", f"--target={holder}", "--net", "ip", *words.split()], check=True, timeout=30
    )
