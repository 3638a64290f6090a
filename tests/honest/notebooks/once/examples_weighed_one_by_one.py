"""Examples near the middle of their class count less; each has a weight of its own.

other: network.accuracy, network.curves, network.matrix
runs: network Adam 40
"""

# %% include data
# %% include build

# %%
means = np.stack([x_train[y_train == digit].mean(0) for digit in range(10)])
distance = np.linalg.norm(x_train - means[y_train], axis=1)
weights = distance / distance.mean()

network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, sample_weight=weights, validation_data=(x_valid, y_valid), verbose=0)
print(network.evaluate(x_valid, y_valid, verbose=0))
