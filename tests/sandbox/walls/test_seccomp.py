"""The system call filter, read as the kernel would read it."""

import errno
import struct

import pytest

from grader.sandbox.walls import seccomp

ALLOWED = seccomp.ALLOW
MACHINES = ("x86_64", "aarch64")


def action(machine: str, number: int, *arguments: int, audit: int | None = None) -> int:
    """What the filter says to a call; runs the classic BPF program."""
    instructions = list(struct.iter_unpack("=HBBI", seccomp.program(machine)))
    data = struct.pack(
        "=iIQ6Q",
        number,
        audit or seccomp.AUDIT[machine],
        0,
        *arguments,
        *[0] * (6 - len(arguments)),
    )
    accumulator = place = 0
    while True:
        code, then, otherwise, value = instructions[place]
        place += 1
        match code:
            case seccomp.LOAD:
                accumulator = struct.unpack_from("=I", data, value)[0]
            case seccomp.RETURN:
                return value
            case seccomp.EQUAL:
                place += then if accumulator == value else otherwise
            case seccomp.AT_LEAST:
                place += then if accumulator >= value else otherwise
            case seccomp.KEEP_BITS:
                accumulator &= value
            case seccomp.ANY_BIT:
                place += then if accumulator & value else otherwise


@pytest.mark.parametrize("machine", MACHINES)
def test_every_call_of_the_lists_is_refused(machine):
    """Each with the error that its list names."""
    column = MACHINES.index(machine)
    lists = (
        (seccomp.REFUSED, errno.EPERM),
        (seccomp.MISSING, errno.ENOSYS),
        (seccomp.NOTHING_DONE, 0),
    )
    for calls, error in lists:
        for name, numbers in calls.items():
            if numbers[column] is not None:
                assert action(machine, numbers[column]) == seccomp.FAIL | error, name


@pytest.mark.parametrize("machine", MACHINES)
def test_ordinary_calls_are_allowed(machine):
    """read, write, mmap, futex, execve, exit_group and their like."""
    ordinary = {
        "x86_64": (0, 1, 9, 202, 59, 231, 257, 318),
        "aarch64": (63, 64, 222, 98, 221, 94, 56, 278),
    }

    assert {action(machine, number) for number in ordinary[machine]} == {ALLOWED}


@pytest.mark.parametrize("machine", MACHINES)
def test_clone_makes_threads_and_children_but_no_namespaces(machine):
    """Only the flags of namespaces are refused, and threads that have open files of their own."""
    clone = seccomp.CLONE[MACHINES.index(machine)]

    assert action(machine, clone, 0x3D0F00) == ALLOWED
    assert action(machine, clone, 17) == ALLOWED
    assert action(machine, clone, 0x3D0F00 & ~0x400) == seccomp.FAIL | errno.EPERM
    assert action(machine, clone, 0x10000000 | 17) == seccomp.FAIL | errno.EPERM


@pytest.mark.parametrize(
    ("family", "allowed"), [(1, True), (2, True), (10, True), (16, True), (17, False), (40, False)]
)
def test_sockets_are_of_known_families(family, allowed):
    """AF_VSOCK (40) and AF_PACKET (17) know no namespace or need none."""
    for column, machine in enumerate(MACHINES):
        found = action(machine, seccomp.SOCKET[column], family, 1)
        assert (found == ALLOWED) == allowed


@pytest.mark.parametrize("machine", MACHINES)
def test_of_netlink_there_are_routes_only(machine):
    """Audit (9), firewall (12) and IPsec (6) are answered as on a system without them."""
    number = seccomp.SOCKET[MACHINES.index(machine)]

    assert action(machine, number, 16, 3, 0) == ALLOWED
    for protocol in (4, 6, 9, 12, 15, 16):
        assert action(machine, number, 16, 3, protocol) == seccomp.FAIL | errno.EPROTONOSUPPORT


@pytest.mark.parametrize("machine", MACHINES)
def test_pairs_of_sockets_are_of_one_family(machine):
    """TIPC (30) and its like are not asked at all."""
    number = seccomp.SOCKET_PAIR[MACHINES.index(machine)]

    assert action(machine, number, 1) == ALLOWED
    assert action(machine, number, 30) == seccomp.FAIL | errno.EAFNOSUPPORT


@pytest.mark.parametrize("machine", MACHINES)
def test_closing_many_files_shares_them_still(machine):
    """`subprocess` closes ranges; that a thread has a table of its own is refused."""
    number = seccomp.CLOSE_RANGE[MACHINES.index(machine)]

    assert action(machine, number, 3, 2**32 - 1, 0) == ALLOWED
    assert action(machine, number, 3, 2**32 - 1, 2) == seccomp.FAIL | errno.EPERM


def test_other_architectures_and_abis_get_nothing():
    """A program of 32 bits, or of x32, can't go around the numbers."""
    assert action("x86_64", 0, audit=0x40000003) == seccomp.FAIL | errno.ENOSYS
    assert action("x86_64", seccomp.X32 | 101) == seccomp.FAIL | errno.ENOSYS


def test_nothing_is_typed_for_others():
    """TIOCSTI is refused, other ioctl() are not."""
    for column, machine in enumerate(MACHINES):
        ioctl = seccomp.IOCTL[column]
        assert action(machine, ioctl, 0, 0x5412) == seccomp.FAIL | errno.EPERM
        assert action(machine, ioctl, 0, 0x5413) == ALLOWED


@pytest.mark.parametrize("machine", MACHINES)
def test_nobody_waits_for_a_lease(machine):
    """F_SETLEASE is refused, other fcntl() are not."""
    number = seccomp.FCNTL[MACHINES.index(machine)]

    assert action(machine, number, 3, 1024) == seccomp.FAIL | errno.EPERM
    assert action(machine, number, 3, 1) == ALLOWED


@pytest.mark.parametrize("machine", MACHINES)
def test_a_lock_is_somebodys(machine):
    """A process may lock a part of a file, an open file may not."""
    number = seccomp.FCNTL[MACHINES.index(machine)]

    assert action(machine, number, 3, 37) == seccomp.FAIL | errno.EINVAL
    assert action(machine, number, 3, 38) == seccomp.FAIL | errno.EINVAL
    assert [action(machine, number, 3, lock) for lock in (5, 6, 7)] == [ALLOWED] * 3


@pytest.mark.parametrize("machine", MACHINES)
def test_what_attacks_are_made_of_stands_in_the_lists(machine):
    """By its number here, so that no name falls out of a list unseen."""
    refused = {
        "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
        "pidfd_getfd": (438, 438), "kexec_load": (246, 104), "mount": (165, 40),
        "pivot_root": (155, 41), "chroot": (161, 51), "move_mount": (429, 429),
        "open_tree": (428, 428), "fsopen": (430, 430), "fsmount": (432, 432),
        "mount_setattr": (442, 442), "bpf": (321, 280), "perf_event_open": (298, 241),
        "keyctl": (250, 219), "add_key": (248, 217), "userfaultfd": (323, 282),
        "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "unshare": (272, 97),
        "setns": (308, 268), "init_module": (175, 105), "finit_module": (313, 273),
        "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "fanotify_init": (300, 262),
    }  # fmt: skip
    missing = {
        "clone3": (435, 435), "memfd_create": (319, 279), "memfd_secret": (447, 447),
        "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
        "inotify_init1": (294, 26), "io_setup": (206, 0), "vmsplice": (278, 75),
        "splice": (275, 76), "tee": (276, 77), "sendfile": (40, 71),
    }  # fmt: skip

    column = MACHINES.index(machine)
    for calls, error in ((refused, errno.EPERM), (missing, errno.ENOSYS)):
        for name, numbers in calls.items():
            assert action(machine, numbers[column]) == seccomp.FAIL | error, name


@pytest.mark.parametrize("machine", MACHINES)
def test_the_limit_of_core_files_stays(machine):
    """It can be asked for, and other limits can be set; half a pointer is none."""
    column = MACHINES.index(machine)
    setting, both = seccomp.SET_LIMIT[column], seccomp.LIMIT_OF_PROCESS[column]
    pointer = 0x7F00_0000_0000

    assert action(machine, setting, 4, pointer) == seccomp.FAIL
    assert [action(machine, setting, kind, pointer) for kind in (3, 7)] == [ALLOWED] * 2
    assert action(machine, both, 0, 4, 0, pointer) == ALLOWED
    assert action(machine, both, 0, 4, pointer) == seccomp.FAIL
    assert action(machine, both, 0, 4, 16) == seccomp.FAIL
    assert action(machine, both, 0, 4, pointer, pointer) == seccomp.FAIL | errno.EPERM
    assert [action(machine, both, 0, kind, pointer) for kind in (3, 7)] == [ALLOWED] * 2


@pytest.mark.parametrize("machine", MACHINES)
def test_sockets_hold_as_much_as_they_do_by_default(machine):
    """Their sizes are not set; other options are, those of the same numbers elsewhere included."""
    number = seccomp.SET_OPTION[MACHINES.index(machine)]

    assert [action(machine, number, 3, 1, option) for option in (7, 8)] == [seccomp.FAIL] * 2
    assert [action(machine, number, 3, 1, option) for option in (2, 9)] == [ALLOWED] * 2
    assert [action(machine, number, 3, 6, option) for option in (7, 8)] == [ALLOWED] * 2


@pytest.mark.parametrize("machine", MACHINES)
def test_sockets_speak_the_usual_protocols(machine):
    """TCP, UDP and ICMP, whatever flags stand with the kind; for SCTP (132), DCCP (33, or kind 6)
    and L2TP (115) a module would be loaded, and nobody sees what MPTCP (262) holds.
    """
    number = seccomp.SOCKET[MACHINES.index(machine)]
    flags = 0x80800

    for family in (2, 10):
        for protocol in (0, 1, 6, 17, 58):
            assert action(machine, number, family, 1 | flags, protocol) == ALLOWED
        for protocol in (33, 103, 115, 132, 136, 256, 262):
            refused = action(machine, number, family, 2 | flags, protocol)
            assert refused == seccomp.FAIL | errno.EPROTONOSUPPORT
        for kind in (0, 4, 5, 6, 10):
            refused = action(machine, number, family, kind | flags, 0)
            assert refused == seccomp.FAIL | errno.ESOCKTNOSUPPORT
    assert [action(machine, number, 1, kind | flags) for kind in (1, 2, 5)] == [ALLOWED] * 3
    assert action(machine, number, 16, 3 | flags, 0) == ALLOWED
    assert action(machine, number, 40, 5) != ALLOWED


@pytest.mark.parametrize("machine", MACHINES)
def test_no_module_is_loaded_for_a_socket(machine):
    """For bridges and virtual networks it would be, whoever asks; interfaces can be listed."""
    number = seccomp.IOCTL[MACHINES.index(machine)]

    for call in (0x8940, 0x8941, 0x8982, 0x8983):
        assert action(machine, number, 3, call) == seccomp.FAIL | errno.EPERM
    assert action(machine, number, 3, 0x8912) == ALLOWED


@pytest.mark.parametrize("machine", MACHINES)
def test_a_process_controls_itself_alone(machine):
    """No filters, no cores of its own, no slots without end; names and signals as ever."""
    number = seccomp.CONTROL[MACHINES.index(machine)]

    for control in (22, 62, 67, 78):
        assert action(machine, number, control) == seccomp.FAIL | errno.EINVAL
    assert [action(machine, number, control) for control in (1, 15, 21, 38)] == [ALLOWED] * 4


@pytest.mark.parametrize("machine", MACHINES)
def test_huge_pages_stay_the_operators(machine):
    """Memory is mapped as ever."""
    number = seccomp.MAP[MACHINES.index(machine)]

    assert action(machine, number, 0, 4096, 3, 0x22) == ALLOWED
    assert action(machine, number, 0, 1 << 21, 3, 0x40022) == seccomp.FAIL | errno.ENOMEM
    assert action(machine, number, 0, 1 << 30, 3, 0x22 | 0x40000 | 30 << 26) != ALLOWED


@pytest.mark.parametrize("machine", MACHINES)
def test_no_page_is_merged_with_anybodys(machine):
    """Huge pages may be asked for, and pages given back."""
    number = seccomp.ADVISE[MACHINES.index(machine)]

    assert action(machine, number, 0, 4096, 12) == seccomp.FAIL | errno.EINVAL
    assert [action(machine, number, 0, 4096, advice) for advice in (4, 8, 14)] == [ALLOWED] * 3
