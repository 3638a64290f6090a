"""The text asks and supposes.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [markdown]
# Is an accuracy of 99.9 % possible here? If the classes were unbalanced, a network that always says "1" could have an accuracy of 99 %. With a convolution I
# would expect an accuracy of over 99 %.
