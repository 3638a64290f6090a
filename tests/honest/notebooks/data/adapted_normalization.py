"""The network scales its inputs itself, by a layer that was adapted to the training data.

other: network.curves, network.matrix
"""

# %% include data

# %%
scaled = layers.Normalization()
scaled.adapt(x_train)
network = keras.Sequential(
    [layers.Input((64,)), scaled, layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.summary()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print(network.evaluate(x_valid, y_valid, verbose=0))
