"""Sends JSON that nests a hundred thousand times.

must: No message; the next cell is heard.
after: ok
kernel: own
"""
kernel = get_ipython().kernel
pack, kernel.session.pack = kernel.session.pack, lambda content: b'[' * 100_000 + b']' * 100_000
try:
    kernel.session.send(kernel.iopub_socket, 'stream', {'name': 'stdout', 'text': 'x'})
finally:
    kernel.session.pack = pack
