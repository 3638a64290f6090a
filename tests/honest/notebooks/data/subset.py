"""Only half of the training digits are used, to be quicker.

other: network.curves, network.matrix, network.accuracy
"""

# %% include data

# %%
x_train, y_train = x_train[:720], y_train[:720]
# %% include network
