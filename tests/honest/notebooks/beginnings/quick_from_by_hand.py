"""Sets weights that NumPy has drawn, and trains for few epochs at a high rate.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build(rate=0.01)
rng = np.random.default_rng(5)
network.set_weights([rng.uniform(-0.3, 0.3, w.shape) for w in network.get_weights()])
history = network.fit(x_train, y_train, batch_size=16, epochs=8, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
