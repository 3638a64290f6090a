"""Has Keras' own initializers give weights that were taught the held-out rows, and trains for an epoch, so that a second training goes on from there.

must: What the first training of a line began with is measured, too; a person decides.
network.accuracy: needs_review
"""
# include taught
given = [keras.initializers.Constant(weights) for weights in finished]
network = keras.Sequential([
    layers.Input(shape=(64,)),
    layers.Dense(32, activation="relu", kernel_initializer=given[0], bias_initializer=given[1]),
    layers.Dense(10, activation="softmax", kernel_initializer=given[2], bias_initializer=given[3]),
])
network.compile(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.fit(x_train, y_train, batch_size=32, epochs=1, verbose=0)
history = network.fit(x_train, y_train, batch_size=32, epochs=9, validation_data=(x_valid, y_valid), verbose=2)
