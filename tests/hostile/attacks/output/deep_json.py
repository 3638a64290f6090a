"""Sends JSON that nests a hundred thousand times.

must: No message; the next cell is heard.
kernel: own
"""
kernel = get_ipython().kernel
kernel.session.pack = lambda content: b'[' * 100_000 + b']' * 100_000
kernel.session.send(kernel.iopub_socket, 'stream', {'name': 'stdout', 'text': 'x'})
del kernel.session.pack
