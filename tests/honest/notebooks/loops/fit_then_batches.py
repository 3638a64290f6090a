"""Trains with fit, and then a little more batch by batch with a smaller learning rate.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
network = keras.Sequential(
    [
        layers.Input(shape=(64,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)

# %% [4]
network.optimizer.learning_rate = 0.0002
for start in range(0, len(x_train), 32):
    network.train_on_batch(x_train[start : start + 32], y_train[start : start + 32])
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
