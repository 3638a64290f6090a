"""Saves its notes and asks the system to write them out.

parts: network
other: network.curves, network.matrix
slow: yes
"""

# %%
import os, subprocess

with open("notes.txt", "w") as notes:
    notes.write("0.98")
    notes.flush()
    os.fsync(notes.fileno())
os.sync()
subprocess.run(["sync"], check=True)
# %% include data
# %% include network
