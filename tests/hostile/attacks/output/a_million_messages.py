"""Sends a million messages past the kernel's own streams.

must: Ended for its output, or out of time; the host's memory stays small.
kernel: own
slow: yes
cell_timeout_s: 60
"""
kernel = get_ipython().kernel
for _ in range(1_000_000):
    kernel.session.send(kernel.iopub_socket, 'stream', {'name': 'stdout', 'text': 'x' * 300}, parent=kernel.get_parent())
