"""Asks the shell for one thing after another.

parts: network
other: network.curves, network.matrix
slow: yes
"""

# %%
for number in range(12):
    !echo {number}
    listed = !ls
# %% include data
# %% include network
