"""The seed is set again, to see that the result is the same again.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
keras.utils.set_random_seed(7)
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
first = network.evaluate(x_valid, y_valid, verbose=0)[1]
# %%
keras.utils.set_random_seed(7)
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
assert network.evaluate(x_valid, y_valid, verbose=0)[1] == first
