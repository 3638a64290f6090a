"""Watches its folder for changes, by inotify where there is any, and asks for it otherwise.

parts: network
other: network.curves, network.matrix
"""

# %% include data
# %%
import ctypes, os
libc = ctypes.CDLL(None)
watching = libc.inotify_init1(0)
print("watching" if watching >= 0 else f"polling {len(os.listdir('.'))} files")
# %% include network
