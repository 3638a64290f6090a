"""Debian's Slurm on machines that are network namespaces of this one."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.batch.cluster.machines.hosts import Host, network
from tests.batch.cluster.machines.hosts import missing as hosts_missing

PROGRAMS = ("munged", "mungekey", "slurmctld", "slurmd", "sbatch", "scontrol", "sinfo", "scancel")
CORES = 2
"""Of each node, as Slurm is told: it places tasks by that."""
CONFIGURATION = """
ClusterName=test
SlurmctldHost={head}({address})
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
KillWait=10
{nodes}
PartitionName=class Nodes={names} Default=YES MaxTime=60 State=UP
"""


def missing() -> str:
    """Why there can be no Slurm here; empty where there can."""
    programs = [name for name in PROGRAMS if shutil.which(name) is None]
    if programs:
        return f"no Slurm here (Debian: slurm-wlm and munge): {', '.join(programs)} missing"
    if os.geteuid() != 0:
        return "Slurm's daemons are started by root only"
    return hosts_missing()


@dataclass(frozen=True)
class Slurm:
    """A cluster of nodes that runs jobs."""

    login: Host
    folder: Path

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """A command of Slurm's, on the first node."""
        return self.login.run("env", f"SLURM_CONF={self.folder}/slurm.conf", *words, seconds=60)

    def state(self, job: str) -> str:
        """What has become of a job, in one of Slurm's words."""
        said = self.run("scontrol", "show", "job", job).stdout
        return next(
            word.removeprefix("JobState=") for word in said.split() if word.startswith("JobState=")
        )

    def wait(self, job: str, seconds: float = 600) -> str:
        """How a job ended."""
        give_up = time.monotonic() + seconds
        while (state := self.state(job)) in ("PENDING", "CONFIGURING", "RUNNING", "COMPLETING"):
            assert time.monotonic() < give_up, f"job {job} is {state}"
            time.sleep(1)
        return state


@contextmanager
def slurm(names: Sequence[str], folder: Path) -> Iterator[Slurm]:
    """A Slurm of its own on as many nodes; the first is its head, too.

    Raises SlurmError with what its daemons said where it doesn't start.
    """
    folder.chmod(0o755)
    with network(names, folder / "homes") as hosts, ExitStack() as held:
        head, conf = hosts[names[0]], folder / "slurm.conf"
        known = folder / "hosts"
        known.write_text(
            "127.0.0.1 localhost\n"
            + "".join(f"{host.address} {host.name}\n" for host in hosts.values())
        )
        nodes = "\n".join(
            f"NodeName={host.name} NodeAddr={host.address} CPUs={CORES} RealMemory=4000"
            for host in hosts.values()
        )
        conf.write_text(
            CONFIGURATION.format(
                head=head.name,
                address=head.address,
                folder=folder,
                nodes=nodes,
                names=",".join(names),
            )
        )
        for host in hosts.values():
            host.run("mount", "--bind", known, "/etc/hosts").check_returncode()
        key, socket = folder / "munge.key", folder / "munge.socket"
        head.run("mungekey", "--create", f"--keyfile={key}").check_returncode()
        munge = [f"--key-file={key}", f"--socket={socket}"]
        munge += [f"--{kind}-file={folder / kind}" for kind in ("pid", "seed", "log")]
        held.enter_context(head.running("munged", "--foreground", "--force", *munge))
        (folder / "state").mkdir()
        held.enter_context(head.running("slurmctld", "-D", "-f", conf))
        for host in hosts.values():
            (folder / f"spool-{host.name}").mkdir()
            held.enter_context(host.running("slurmd", "-D", "-N", host.name, "-f", conf))
        cluster = Slurm(head, folder)
        _wait_for_nodes(cluster, len(names))
        yield cluster


class SlurmError(Exception):
    """Slurm didn't start."""


def _wait_for_nodes(cluster: Slurm, count: int, seconds: float = 90) -> None:
    give_up = time.monotonic() + seconds
    while True:
        said = cluster.run("sinfo", "--noheader", "--Node", "--format=%t")
        if said.stdout.split() == ["idle"] * count:
            return
        if time.monotonic() > give_up:
            logs = "".join(path.read_text()[-1500:] for path in cluster.folder.glob("*.log"))
            raise SlurmError(f"{said.stdout}{said.stderr}{cluster.login.said[-1500:]}{logs}")
        time.sleep(1)
