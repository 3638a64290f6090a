"""The network is trained for 20 epochs, and 20 more in the next cell.

other: network.curves, network.matrix
"""

# %% include data
# %% include build

# %%
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
# %%
more = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
print(network.evaluate(x_valid, y_valid, verbose=0))
