"""Begins with examples of every class as the weights of its units.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
chosen = np.concatenate([np.flatnonzero(y_train == digit)[:4] for digit in range(10)])[:32]
units = (x_train[chosen] - x_train.mean(0)).T
network.layers[0].set_weights([0.2 * units, np.zeros(32)])
history = network.fit(x_train, y_train, batch_size=32, epochs=30, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
