"""A plain training with its log saved: nothing of the log has to be believed, the host trains it whole.

policy: verify
other: network.curves, network.matrix
runs: network Adam 40
"""

# %% include data
# %% include build

# %%
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=2)
# %% include log
