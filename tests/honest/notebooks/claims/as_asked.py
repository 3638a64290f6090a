"""Everything as asked, saved without outputs.

runs: network Adam 40
slow: yes
"""

# %% include data
# %% include network
# %% include shown
