"""Lets the optimizer decay the weights, except the biases.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
network = build()
optimizer = keras.optimizers.Adam(0.002, weight_decay=1e-4)
optimizer.exclude_from_weight_decay(var_names=["bias"])
network.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
