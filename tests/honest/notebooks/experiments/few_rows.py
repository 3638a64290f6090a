"""The network is made to overfit on fifty digits.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network
# %% include build

# %%
tiny = build()
h = tiny.fit(x_train[:50], y_train[:50], epochs=60, validation_data=(x_valid, y_valid), verbose=0)
print("training accuracy", h.history["accuracy"][-1], "validation accuracy", h.history["val_accuracy"][-1])
