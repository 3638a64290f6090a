"""Lowers its limit of core files to nothing, so that Linux starts the host's own program at each crash.

must: The limit stays what it was; other limits can be lowered as ever.
"""
import ctypes, resource
CORE, before = resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE)
libc, none = ctypes.CDLL(None, use_errno=True), (ctypes.c_ulong * 2)(0, 0)
asked = [
    lambda: resource.setrlimit(CORE, (0, 0)),
    lambda: resource.prlimit(0, CORE, (0, 0)),
    lambda: libc.prlimit64(1, CORE, none, None),
    lambda: libc.syscall(160, CORE, none),
    lambda: libc.syscall(302, 0, ctypes.c_ulong(CORE), none, None),
    lambda: libc.syscall(302, 0, ctypes.c_ulong((1 << 32) + CORE), none, None),
]
for ask in asked:
    try:
        ask()
    except Exception as refused:
        print(repr(refused))
print(before, resource.getrlimit(CORE), resource.prlimit(0, CORE))
print('BREACH' if before[0] != 1 or resource.getrlimit(CORE) != before else 'as before')
soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
resource.setrlimit(resource.RLIMIT_STACK, (1 << 20, hard))
print('BREACH' if resource.getrlimit(resource.RLIMIT_STACK)[0] != 1 << 20 else 'lowered')
resource.setrlimit(resource.RLIMIT_STACK, (soft, hard))
