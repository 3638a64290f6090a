"""Batches come from a generator that adds noise.

other: network.curves, network.matrix, network.accuracy
slow: yes
"""

# %% include data
# %% include build

# %%
def batches(size=32):
    while True:
        rows = np.random.randint(0, len(x_train), size)
        yield x_train[rows] + np.random.normal(0, 0.02, (size, 64)), y_train[rows]

network = build()
history = network.fit(batches(), steps_per_epoch=45, epochs=12, validation_data=(x_valid, y_valid), verbose=0)
