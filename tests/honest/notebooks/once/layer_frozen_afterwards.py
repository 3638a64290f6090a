"""The first layer is frozen after the training, and the rest trained on a little.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)

# %%
before = network.layers[0].get_weights()[0].copy()
network.layers[0].trainable = False
network.compile(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.fit(x_train, y_train, batch_size=32, epochs=5, validation_data=(x_valid, y_valid), verbose=0)
assert (network.layers[0].get_weights()[0] == before).all()
print(network.evaluate(x_valid, y_valid, verbose=0))
