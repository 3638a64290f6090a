"""Draws a few hundred lines into one figure, before its curves.

parts: network
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %%
import matplotlib.pyplot as plt
import numpy as np

for number in range(300):
    plt.plot(np.cos(np.arange(40) / (number + 1)), alpha=0.2)
plt.title("Kosinus")
plt.show()
# %% include network
