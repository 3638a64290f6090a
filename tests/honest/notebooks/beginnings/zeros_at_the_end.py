"""Sets the last layer to zeros before it trains.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
network.layers[-1].set_weights([0 * w for w in network.layers[-1].get_weights()])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
