"""Starts event loops, socket pairs and a small server of its own.

parts: network
other: network.curves, network.matrix
"""

# %%
import asyncio, socket, threading

loops = [asyncio.new_event_loop() for _ in range(20)]
service = socket.create_server(("127.0.0.1", 0))
asking = socket.create_connection(service.getsockname())
print(len(loops), asking.getpeername()[0], socket.if_nameindex())
# %% include data
# %% include network
