"""Sends messages of five million parts with nothing in them, each of which is read, and takes room where ZeroMQ gathers them.

must: Parts count as what they take; ended for its output.
kernel: own
outcome: kernel_died
cells: *
after: *
limits: output
memory_bytes: 2000000000
slow: yes
"""
kernel = get_ipython().kernel
for _ in range(20):
    kernel.iopub_socket.io_thread.socket.send_multipart([b''] * 5_000_000)
