"""The training rows are shuffled once more before they are used.

other: network.curves, network.matrix
slow: yes
"""

# %% include data

# %%
order = np.random.permutation(len(x_train))
x_train, y_train = x_train[order], y_train[order]
# %% include network
