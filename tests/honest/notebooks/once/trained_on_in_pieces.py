"""Ten epochs, a look at the curves, and thirty more with the same optimizer.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
first = network.fit(x_train, y_train, batch_size=32, epochs=10, validation_data=(x_valid, y_valid), verbose=0)
steps = int(network.optimizer.iterations.numpy())
# %%
more = network.fit(x_train, y_train, batch_size=32, epochs=30, validation_data=(x_valid, y_valid), verbose=0)
assert int(network.optimizer.iterations.numpy()) == 4 * steps > 0
assert min(more.history["loss"]) < min(first.history["loss"])
print(network.evaluate(x_valid, y_valid, verbose=0))
