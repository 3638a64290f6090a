"""Has Keras' own RandomNormal draw around weights that were taught the held-out rows and spoiled, so that they seem to be drawn, and trains them honestly.

must: What is drawn around many numbers is not drawn; a person decides.
network.accuracy: needs_review
"""
# include taught
# include spoiled
around = [keras.initializers.RandomNormal(mean=weights, stddev=1e-6) for weights in spoiled]
network = keras.Sequential([
    layers.Input(shape=(64,)),
    layers.Dense(32, activation="relu", kernel_initializer=around[0], bias_initializer=around[1]),
    layers.Dense(10, activation="softmax", kernel_initializer=around[2], bias_initializer=around[3]),
])
network.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=4, validation_data=(x_valid, y_valid), verbose=2)
