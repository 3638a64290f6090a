"""Has dropout and batch normalisation between the layers.

other: network.architecture, network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
network = keras.Sequential(
    [
        layers.Input(shape=(64,)),
        layers.GaussianNoise(0.02),
        layers.Dense(32, activation="relu"),
        layers.BatchNormalization(),
        layers.Dropout(0.05),
        layers.Dense(10, activation="softmax"),
    ]
)
network.compile(
    optimizer=keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.003, 200, 0.95), clipnorm=1.0),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
