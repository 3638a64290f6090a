"""Noise is added to all training digits, and they are clipped again.

other: network.curves, network.matrix
slow: yes
"""

# %% include data

# %%
x_train = np.clip(x_train + np.random.normal(0, 0.1, x_train.shape), 0, 1)
# %% include network
