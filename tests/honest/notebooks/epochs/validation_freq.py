"""Validated every tenth epoch only.

other: network.curves, network.matrix
"""

# %% include data
# %% include build

# %%
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), validation_freq=10, verbose=0)
print(history.history["val_accuracy"])
