"""Keeps a display up to date while it counts, as a notebook's own progress does.

parts: network
other: network.curves, network.matrix
"""

# %% include data
# %%
from IPython.display import display

handle = display("0", display_id=True)
for step in range(500):
    handle.update(f"{step} of 500")
# %% include network
