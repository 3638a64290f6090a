"""Takes the smaller half of the trained weights away, and trains on for few epochs.

other: network.curves, network.matrix
"""

# %% include data
# %% include build

# %%
network = build()
network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
# %%
pruned = [w * (np.abs(w) > np.quantile(np.abs(w), 0.7)) if w.ndim == 2 else 0 * w for w in network.get_weights()]
network.set_weights(pruned)
print("pruned", network.evaluate(x_valid, y_valid, verbose=0)[1])
history = network.fit(x_train, y_train, batch_size=32, epochs=5, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
