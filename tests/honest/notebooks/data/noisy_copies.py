"""The training digits are doubled by copies with a little noise on them.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %%
noise = np.random.normal(0, 0.05, x_train.shape)
x_train = np.concatenate([x_train, np.clip(x_train + noise, 0, 1)])
y_train = np.concatenate([y_train, y_train])
# %% include network
