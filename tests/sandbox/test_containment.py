"""A notebook sees nothing of its host that it should not, as the host's administrator and as an
ordinary user.
"""

import json
import os
import platform
import re
import socket
import tempfile
import threading
from pathlib import Path

import pytest

import grader
from grader.recorder.start import landlock
from grader.sandbox import protections
from tests.sandbox.notebooks import run

pytestmark = pytest.mark.usefixtures("kernels")

PACKAGE = Path(grader.__file__).parent
TRY = """
import json, os, socket, sys
def refused(*call):
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(*call) == -1: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
def attempt(what):
    try: return repr(what())[:2000]
    except BaseException as error: return f"{type(error).__name__}: {error}"[:200]
"""


@pytest.fixture(scope="module")
def listening():
    """Sockets of this host that a notebook would like to reach: TCP, UDP and an abstract one."""
    tcp, udp, abstract = (
        socket.socket(),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        socket.socket(socket.AF_UNIX),
    )
    tcp.bind(("127.0.0.1", 0))
    tcp.listen()
    udp.bind(("127.0.0.1", 0))
    udp.settimeout(0.5)
    name = f"grader-test-{os.getpid()}"
    abstract.bind(f"\0{name}")
    abstract.listen()
    yield {
        "tcp": tcp.getsockname()[1],
        "udp": udp.getsockname()[1],
        "abstract": name,
        "socket": udp,
    }
    for opened in (tcp, udp, abstract):
        opened.close()


@pytest.fixture(scope="module")
def seen(listening, tmp_path_factory, kernels):
    """What one notebook saw: the result of each attempt by its name."""
    secret = tmp_path_factory.mktemp("secret") / "other_submission.ipynb"
    secret.write_text("answers")
    in_home = tempfile.NamedTemporaryFile(dir=Path.home(), prefix=".grader-test-")  # noqa: SIM115 - closed below
    os.environ["GRADER_TEST_SECRET"] = "operator's token"
    attempts = {
        "host_file": f"open({str(secret)!r}).read()",
        "home_files": f"[name for name in os.listdir({str(Path.home())!r}) "
        f"if name == {Path(in_home.name).name!r}]",
        "shadow": "open('/etc/shadow').read()",
        "passwd": "open('/etc/passwd').read()",
        "root": "sorted(os.listdir('/'))",
        "home": "os.listdir('/home')",
        "grader": f"os.listdir({str(PACKAGE)!r})",
        "import_grader": "__import__('grader.pipeline')",
        "reference": f"os.listdir({str(PACKAGE.parent / 'reference')!r})",
        "environment": "dict(os.environ)",
        "secret_in_environment": "[name for name, value in os.environ.items() if 'token' in value]",
        "processes": "[name for name in os.listdir('/proc') if name.isdigit()]",
        "init_environment": "open('/proc/1/environ').read()",
        "write_root": "open('/written', 'w')",
        "write_usr": "open('/usr/written', 'w')",
        "write_packages": "open(os.path.join(os.path.dirname(json.__file__), 'written.py'), 'w')",
        "write_recorder": "open('/opt/grader/recorder/written.py', 'w')",
        "write_runtime": "open('/run/kernel/written', 'w')",
        "write_data": "open('/opt/grader/data/mnist.npz', 'ab')",
        "remove_data": "os.remove('/opt/grader/data/mnist.npz')",
        "write_dev": "open('/dev/written', 'w')",
        "write_sysctl": "open('/proc/sys/kernel/core_pattern', 'w')",
        "write_device": "open('/dev/urandom', 'wb')",
        "write_sysrq": "open('/proc/sysrq-trigger', 'w')",
        "write_scratch": "(open('/tmp/ok', 'w').write('x'), open(os.path.expanduser('~/ok'), "
        "'w').write('x'))",
        "tcp": f"socket.create_connection(('127.0.0.1', {listening['tcp']}), 2)",
        "tcp_outside": "socket.create_connection(('192.0.2.1', 80), 2)",
        "ipv6": "socket.create_connection(('2001:db8::1', 80), 2)",
        "dns": "socket.getaddrinfo('example.org', 80)",
        "udp": f"socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'hello', ('127.0.0.1', "
        f"{listening['udp']}))",
        "abstract": f"socket.socket(socket.AF_UNIX).connect('\\0{listening['abstract']}')",
        "raw": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
        "mount": "__import__('ctypes').CDLL(None, use_errno=True).mount(b'none', b'/tmp', "
        "b'tmpfs', 0, None)",
        "user_namespace": "__import__('ctypes').CDLL(None, use_errno=True).unshare(0x10000000)",
        "chroot": "os.chroot('/tmp')",
        "capabilities": "[line for line in open('/proc/self/status') if line.startswith('Cap')]",
        "no_new_privileges": "[line for line in open('/proc/self/status') if "
        "line.startswith('NoNewPrivs')]",
        "set_time": "__import__('time').clock_settime(0, 0)",
        "raise_limit": "__import__('resource').setrlimit(__import__('resource').RLIMIT_NOFILE, "
        "(10**6, 10**6))",
        "device": "open('/dev/mem', 'rb')",
        "disks": "[name for name in os.listdir('/dev') if name.startswith(('sd', 'vd', 'nvme'))]",
        "kill_all": "os.kill(1, 9)",
        "vsock": "socket.socket(40, socket.SOCK_STREAM)",
        "crypto_socket": "socket.socket(38, socket.SOCK_SEQPACKET)",
        "memfd": "os.memfd_create('held')",
        "ptrace": "refused(101, 16, 1, 0, 0)",
        "read_others_memory": "refused(310, 1, 0, 0, 0, 0, 0)",
        "io_uring": "refused(425, 1, 0)",
        "bpf": "refused(321, 0, 0, 0)",
        "keys": "refused(250, 0, 0, 0, 0)",
        "shared_segment": "refused(29, 0, 4096, 0o600)",
        "new_namespace_by_clone": "refused(56, 0x10000000 | 17, 0, 0, 0, 0)",
    }
    table = ", ".join(f"{name!r}: attempt(lambda: {what})" for name, what in attempts.items())
    with in_home:
        ran = run(TRY, f"print(json.dumps({{{table}}}))", "print('alive')")
    assert ran.outcomes == ["ok"] * 3, ran.texts
    return json.loads(ran.texts[1])


@pytest.mark.parametrize(
    "name", ["host_file", "shadow", "grader", "reference", "device", "home_files"]
)
def test_it_cannot_read(seen, name):
    """Other submissions, homes, passwords, the grader with its thresholds, memory."""
    assert seen[name].startswith(("FileNotFoundError", "PermissionError")) or seen[name] == "[]"


def test_it_cannot_import_the_grader(seen):
    """Reference, checks and thresholds can't be imported either."""
    assert seen["import_grader"].startswith("ModuleNotFoundError")


def test_it_sees_nobody_else(seen):
    """No user but its own, no process but its own, no environment but its own."""
    assert "student:x:1000" in seen["passwd"]
    assert len(json.loads(seen["processes"].replace("'", '"'))) < 10
    assert seen["secret_in_environment"] == "[]"
    assert "token" not in seen["environment"] + seen["init_environment"]
    assert seen["disks"] == "[]"
    assert seen["home"] == "['student']"


@pytest.mark.parametrize(
    "name",
    ["root", "usr", "packages", "recorder", "runtime", "data", "dev", "sysctl", "sysrq"],
)
def test_it_cannot_write(seen, name):
    """The system, the packages, the recorder and the data are read-only."""
    assert seen[f"write_{name}"].startswith(
        ("OSError: [Errno 30]", "PermissionError", "FileNotFoundError")
    )
    assert seen["remove_data"].startswith("OSError: [Errno 30]")


@pytest.mark.skipif(landlock.version() < 1, reason="this system has no Landlock")
def test_it_bars_itself_from_what_no_mount_forbids(seen):
    """A device that everybody may write: only Landlock says no."""
    assert seen["write_device"].startswith("PermissionError")


def test_it_can_write_where_it_should(seen):
    """Scratch space and home are its own."""
    assert seen["write_scratch"] == "(1, 1)"


@pytest.mark.parametrize("name", ["tcp", "tcp_outside", "ipv6", "dns", "abstract", "raw"])
def test_it_has_no_network(seen, name):
    """Neither this host's sockets nor anybody else's can be reached."""
    assert seen[name].split(":")[0] in (
        "OSError",
        "ConnectionRefusedError",
        "gaierror",
        "PermissionError",
    )


def test_nothing_arrives_by_udp(seen, listening):
    """A datagram that was sent goes nowhere, though the socket hears this host's own."""
    assert "udp" in seen
    with pytest.raises(TimeoutError):
        listening["socket"].recv(10)
    listening["socket"].sendto(b"from here", ("127.0.0.1", listening["udp"]))
    assert listening["socket"].recv(10) == b"from here"


@pytest.mark.parametrize("name", ["mount", "user_namespace"])
def test_it_gets_no_new_namespace(seen, name):
    """No user namespace in which it would be root again, and no mounts."""
    assert seen[name] == "-1"


@pytest.mark.parametrize("name", ["chroot", "set_time", "raise_limit"])
def test_it_has_no_privilege(seen, name):
    """What takes a capability is refused."""
    assert seen[name].split(":")[0] in ("PermissionError", "ValueError", "OSError")


def test_it_has_no_capabilities(seen):
    """All sets are empty, and no program can bring them back."""
    assert set(re.findall(r"Cap(?:Inh|Prm|Eff|Bnd|Amb):..([0-9a-f]+)", seen["capabilities"])) == {
        "0" * 16
    }
    assert "\\t1" in seen["no_new_privileges"]


@pytest.mark.skipif(
    platform.machine() != "x86_64", reason="the numbers in this test are those of x86_64"
)
@pytest.mark.parametrize(
    "name",
    [
        "ptrace",
        "read_others_memory",
        "io_uring",
        "bpf",
        "keys",
        "shared_segment",
        "new_namespace_by_clone",
    ],
)
def test_it_is_refused_by_the_filter(seen, name):
    """Calls that no notebook needs."""
    assert seen[name].startswith(("PermissionError: [Errno 1]", "OSError: [Errno 38]"))


@pytest.mark.parametrize("name", ["vsock", "crypto_socket", "memfd"])
def test_it_has_no_door_around_the_namespaces(seen, name):
    """Sockets that know no namespace, memory that no file system shows."""
    assert seen[name].startswith("OSError: [Errno")


def test_killing_the_first_process_does_not_kill_others(seen):
    """The first process of a namespace ignores what it did not ask for."""
    assert seen["kill_all"] == "None" or seen["kill_all"].startswith("PermissionError")


def test_protections_are_reported():
    """`grader doctor` names what keeps notebooks in here; nothing required is missing on this
    machine.
    """
    found = protections()

    assert sum(protection.required for protection in found) > 1
    assert all(protection.available for protection in found if protection.required)
    assert all(protection.how_to_get for protection in found if not protection.available)


def test_threads_can_record_at_the_same_time():
    """A batch runs notebooks side by side in one process."""
    results = []
    threads = [
        threading.Thread(target=lambda place=place: results.append(run(f"print({place})")))
        for place in range(3)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ran.texts[0] for ran in results) == ["0\n", "1\n", "2\n"]
    assert all(ran.recording.outcome == "completed" for ran in results)
