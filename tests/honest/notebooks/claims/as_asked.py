"""Everything as asked, saved without outputs.

runs: network Adam 40
"""

# %% include data
# %% include network
# %% include shown
