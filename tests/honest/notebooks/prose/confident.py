"""The text praises the result with a round figure.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [markdown]
# The network classifies about 98 % of the digits correctly. I am happy with an accuracy of almost 98 %!
