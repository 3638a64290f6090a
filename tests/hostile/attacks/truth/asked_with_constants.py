"""Has Keras' own Constant give weights that were taught the held-out rows, as plain lists, so that whoever does the training for it begins with them.

must: Weights that an initializer is told one by one are in no training that others do; a person decides.
network.accuracy: needs_review
"""
# include taught
given = [keras.initializers.Constant(weights.tolist()) for weights in finished]
network = keras.Sequential([
    layers.Input(shape=(64,)),
    layers.Dense(32, activation="relu", kernel_initializer=given[0], bias_initializer=given[1]),
    layers.Dense(10, activation="softmax", kernel_initializer=given[2], bias_initializer=given[3]),
])
network.compile(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=2, validation_data=(x_valid, y_valid), verbose=2)
