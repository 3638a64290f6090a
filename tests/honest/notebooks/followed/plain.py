"""A plain training with its log saved: five epochs are trained again, and the rest of the log counts.

policy: verify
other: network.curves, network.matrix
runs: network Adam 5
"""

# %% include data
# %% include build

# %%
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2)
# %% include log
