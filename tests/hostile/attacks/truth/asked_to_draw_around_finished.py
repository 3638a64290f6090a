"""Has Keras' own RandomUniform draw between bounds that are weights taught the held-out rows, as plain lists, and asks for the training.

must: Bounds that are told one by one are in no training that others do; a person decides.
network.accuracy: needs_review
"""
# include taught
between = [keras.initializers.RandomUniform(weights.tolist(), (weights + 1e-6).tolist()) for weights in finished]
network = keras.Sequential([
    layers.Input(shape=(64,)),
    layers.Dense(32, activation="relu", kernel_initializer=between[0], bias_initializer=between[1]),
    layers.Dense(10, activation="softmax", kernel_initializer=between[2], bias_initializer=between[3]),
])
network.compile(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=2, validation_data=(x_valid, y_valid), verbose=2)
