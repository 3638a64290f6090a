"""Overwrites its line of progress fifty thousand times, in colour.

parts: network
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %%
for step in range(50_000):
    print(f"\r\x1b[32m{step:>6}\x1b[0m of 50000", end="")
print()
# %% include network
