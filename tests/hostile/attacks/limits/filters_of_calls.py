"""Puts thousands of filters of system calls upon each other in each of many processes: 45 MB a process that are in no process's size.

must: There are no filters inside but those that it was started with.
"""
import ctypes, os, struct, threading
libc = ctypes.CDLL(None, use_errno=True)
class Filter(ctypes.Structure):
    _fields_ = (('length', ctypes.c_ushort), ('steps', ctypes.c_char_p))
allows = ctypes.byref(Filter(1, struct.pack('=HBBI', 6, 0, 0, 0x7FFF0000)))
def tries():
    got = [libc.prctl(22, 2, allows, 0, 0), libc.syscall(317, 1, 0, allows), libc.syscall(317, 1, 1, allows)]
    print(got, ctypes.get_errno())
    print('BREACH' if 0 in got else 'no filter', flush=True)
tries()
one = threading.Thread(target=tries)
one.start()
one.join()
if os.fork() == 0:
    tries()
    os._exit(0)
os.wait()
