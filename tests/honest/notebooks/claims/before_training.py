"""The untrained network is evaluated first, at chance level; the figure was saved.

other: network.curves, network.matrix
"""

# %% include data
# %% include build

# %% [4]
network = build()
print("before:", network.evaluate(x_valid, y_valid, verbose=0))
# %% [output]
# before: [2.4127, 0.10833]
# %% [5]
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("after:", network.evaluate(x_valid, y_valid, verbose=0))
# %% [output]
# after: [0.10833, 0.97222]
