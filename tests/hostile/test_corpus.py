"""Runs every attack of the corpus for real, beside a notebook that means no harm."""

import os
import socket
from pathlib import Path

import pytest

import grader
from tests.hostile.corpus import CLASSES, GRADED, read_corpus
from tests.hostile.neighbour import Neighbour
from tests.hostile.table import DOCUMENT, with_table
from tests.sandbox.notebooks import run, strays

CORPUS = [attack for attack in read_corpus() if attack.kind not in GRADED]
TOGETHER = [attack for attack in CORPUS if not attack.own_kernel]
ALONE = [
    pytest.param(
        attack, id=attack.name, marks=[pytest.mark.slow] if attack.keys.get("slow") == "yes" else []
    )
    for attack in CORPUS
    if attack.own_kernel
]
BARE = [attack for attack in TOGETHER if attack.keys.get("bare") == "breach"]
LIMITS = {
    "cell_timeout_s": 60,
    "notebook_timeout_s": 300,
    "memory_bytes": 700 * 1024**2,
    "disk_bytes": 4 * 1024**3,
    "processes": 200,
}
HOST_GROWTH_BYTES = 300e6


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """What an attacker would like to find or to reach on this host."""
    folder = tmp_path_factory.mktemp("host")
    secret = folder / "other_submission.ipynb"
    secret.write_text("somebody else's answers")
    os.environ["HOSTILE_SECRET"] = "operator's token"
    tcp, udp = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    abstract, named = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    name, path = f"grader-hostile-{os.getpid()}", f"/tmp/grader-hostile-{os.getpid()}.socket"
    for opened, address in (
        (tcp, ("127.0.0.1", 0)),
        (udp, ("127.0.0.1", 0)),
        (abstract, f"\0{name}"),
        (named, path),
    ):
        opened.bind(address)
        if opened is not udp:
            opened.listen()
    udp.settimeout(0.2)
    yield {
        "secret": secret,
        "package": Path(grader.__file__).parent,
        "tcp": tcp.getsockname()[1],
        "udp": udp.getsockname()[1],
        "abstract": name,
        "socket": path,
        "udp_socket": udp,
    }
    for opened in (tcp, udp, abstract, named):
        opened.close()
    Path(path).unlink()
    del os.environ["HOSTILE_SECRET"]


@pytest.fixture(autouse=True)
def nothing_is_left_behind():
    """No process, folder or mount outlives an attack."""
    before = strays()
    yield
    assert strays() - before == set()


@pytest.fixture(scope="module")
def contained(host, kernels):
    """What the attacks printed that share a kernel with their class."""
    shown = {}
    for kind in CLASSES:
        attacks = [attack for attack in TOGETHER if attack.kind == kind]
        if attacks:
            ran = run(*(attack.filled(**host) for attack in attacks), "print('alive')", **LIMITS)
            assert ran.texts[-1] == "alive\n", (kind, ran.outcomes)
            shown |= {
                attack.name: text for attack, text in zip(attacks, ran.texts[:-1], strict=True)
            }
    return shown


@pytest.mark.parametrize("attack", TOGETHER, ids=lambda attack: attack.name)
def test_an_attack_gets_nothing(attack, contained):
    """What it tries is refused, and the kernel lives on."""
    assert "BREACH" not in contained[attack.name]
    assert contained[attack.name], f"{attack.name} was not refused by anything"


def test_no_datagram_arrived(contained, host):
    """What was sent by UDP reached nobody."""
    with pytest.raises(TimeoutError):
        host["udp_socket"].recv(100)


@pytest.fixture(scope="module")
def uncontained(host):
    """What the harmless ones printed, one after the other in a kernel that nothing protects."""
    operators = "import os; os.environ['HOSTILE_SECRET'] = 'x'"

    ran = run(operators, *(attack.filled(**host) for attack in BARE), unsafe=True)

    return dict(zip((attack.name for attack in BARE), ran.texts[1:], strict=True))


@pytest.mark.parametrize("attack", BARE, ids=lambda attack: attack.name)
def test_an_attack_succeeds_without_the_sandbox(attack, uncontained):
    """The harmless ones do get in where nothing protects: they test the sandbox and not
    themselves.
    """
    assert "BREACH" in uncontained[attack.name]


@pytest.fixture(scope="module")
def neighbour(kernels):
    """A notebook that means no harm, beside all attacks."""
    with Neighbour(len(ALONE)) as neighbour:
        yield neighbour


@pytest.mark.parametrize("attack", ALONE)
def test_an_attack_takes_nobody_with_it(attack, host, neighbour):
    """It ends as its file says, costs what it broke and no more, and a cell of a notebook beside it
    comes to its end.
    """
    neighbour.begin()
    ran = run(
        "print('before')", attack.filled(**host), "print('after')", **{**LIMITS, **attack.limits()}
    )
    neighbour.wait()

    keys = attack.keys
    assert ran.outcomes[0] == "ok"
    assert ran.texts[0] == "before\n"
    assert "BREACH" not in "".join(ran.texts)
    assert "\x1b[2J" not in "".join(
        run.error_message + run.traceback for run in ran.recording.cell_runs
    )
    assert keys.get("outcome", "*") in ("*", ran.recording.outcome)
    assert keys.get("cells", "*") in ("*", ran.outcomes[1])
    assert keys.get("after", "*") in ("*", ran.outcomes[2])
    assert keys.get("after") != "ok" or ran.texts[2] == "after\n"
    assert "limits" not in keys or keys["limits"] in ran.limits
    assert keys.get("rejected") != "yes" or ran.recording.rejected_events > 0
    assert keys.get("arrays") != "none" or not any(event.arrays for event in ran.recording.events)
    assert ran.events[0] == "kernel_ready"
    assert ran.host_growth_bytes < HOST_GROWTH_BYTES


def test_a_neighbour_of_all_attacks_notices_none(neighbour):
    """Each of its cells gave what it gives, and nothing of an attack's is among it."""
    ran = neighbour.end()

    assert ran.recording.outcome == "completed"
    assert ran.texts == tuple(f"{number * 7}\n" for number in range(len(ALONE)))
    assert set(ran.events) == {"kernel_ready"}


def test_the_document_lists_every_attack():
    """The table in docs/security.md is written from the corpus: `python -m tests.hostile.table`."""
    document = DOCUMENT.read_text("utf-8")

    assert document == with_table(document)


def test_the_corpus_is_large():
    """No class is empty."""
    kinds = [attack.kind for attack in read_corpus()]

    assert len(kinds) >= 60
    assert set(CLASSES) <= set(kinds)
