"""The accuracy is given as a range, and as what it sometimes reaches.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [markdown]
# Depending on the seed the validation accuracy lies between 96 % and 98.5 %; sometimes it even reaches 98.6 %. The training accuracy is
# practically 100 %, so the network overfits a little.
