"""Lets the optimizer add up the gradients of four batches.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
network = build()
network.compile(
    optimizer=keras.optimizers.Adam(0.003, gradient_accumulation_steps=4),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
history = network.fit(x_train, y_train, batch_size=16, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
