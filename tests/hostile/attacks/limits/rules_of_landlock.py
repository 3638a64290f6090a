"""Writes rules for Landlock, a million in three seconds: each is memory of the system's that belongs to no process.

must: There are no rules inside but those that it was started with.
"""
import ctypes, os, struct, threading
libc = ctypes.CDLL(None, use_errno=True)
def tries():
    rules = struct.pack('=Q', 4)
    made = libc.syscall(444, rules, ctypes.c_size_t(8), 0)
    print(made, ctypes.get_errno())
    if made >= 0:
        beneath = os.open('/usr', os.O_PATH)
        added = libc.syscall(445, made, 1, struct.pack('=Qi', 4, beneath), 0)
        print('BREACH' if added == 0 else 'no rule')
tries()
one = threading.Thread(target=tries)
one.start()
one.join()
if os.fork() == 0:
    tries()
    os._exit(0)
os.wait()
