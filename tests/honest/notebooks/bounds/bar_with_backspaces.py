"""Draws its own progress bar by taking back what it wrote, sign by sign.

parts: network
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %%
import sys

for step in range(3_000):
    shown = f"{step / 30:5.1f} %"
    sys.stdout.write(shown + "\b" * len(shown))
print("done    ")
# %% include network
