"""Lets the optimizer average the weights.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
network = build()
network.compile(
    optimizer=keras.optimizers.Adam(use_ema=True, ema_momentum=0.98),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
