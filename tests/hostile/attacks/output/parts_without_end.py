"""Sends a message of 800 MB in parts, which ZeroMQ would gather in the host's memory.

must: The relay forgets it before anybody gathers it.
kernel: own
memory_bytes: 2000000000
slow: yes
"""
import time
kernel = get_ipython().kernel
part = b'x' * 10_000_000
kernel.iopub_socket.io_thread.socket.send_multipart([part] * 80, copy=False)
time.sleep(2)
