"""Draws He's initial weights with NumPy, sets them, and trains as asked.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
rng = np.random.default_rng(4)
drawn = [rng.normal(0, np.sqrt(2 / w.shape[0]), w.shape) if w.ndim == 2 else w for w in network.get_weights()]
network.set_weights(drawn)
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
