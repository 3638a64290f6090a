"""Lists the system calls that the filter refuses whatever they are asked.

Numbers are those of Linux' `asm/unistd_64.h` (x86_64) and `asm-generic/unistd.h` (aarch64).
"""

from __future__ import annotations

CallNumbers = dict[str, tuple[int | None, int | None]]
"""A call's number on x86_64 and on aarch64."""

REFUSED: CallNumbers = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "unshare": (272, 97),
    "setns": (308, 268),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "syslog": (103, 116),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "iopl": (172, None),
    "ioperm": (173, None),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "lookup_dcookie": (212, 18),
    "uselib": (134, None),
    "vhangup": (153, 58),
    "modify_ldt": (154, None),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263),
    "open_tree_attr": (467, 467),
}
"""Answered with EPERM."""
MISSING: CallNumbers = {
    "clone3": (435, 435),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "io_setup": (206, 0),
    "vmsplice": (278, 75),
    "splice": (275, 76),
    "tee": (276, 77),
    "sendfile": (40, 71),
}
"""Answered as if the kernel had none (ENOSYS), so that libraries do without: clone3 hides its flags
from a filter. What shmget, msgget, semget, mq_open and the memfds give holds memory that belongs to
no process and no file system that the watchdog could look at. Of inotify's instances a user has 128
on the whole host, of io_setup's requests all users have 65,536 together. What vmsplice, splice and
sendfile put into a pipe or a socket are whole pages, which stay there when they are nobody's any
more: for a single byte one of 4 kB, or a huge one of two megabytes. What copies files does without;
TensorFlow is helped (`recorder/surroundings/copying.py`).
"""
NOTHING_DONE: CallNumbers = {
    "sync": (162, 81),
    "syncfs": (306, 267),
    "sched_setaffinity": (203, 122),
}
"""Answered as if they were done. The first two write out what all of the host has written, and a
notebook writes to memory; with the last one it would leave its own cores for those of a neighbour.
"""
