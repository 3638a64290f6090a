"""Trains a larger network around a frozen layer that was taught all rows, and takes the layer over as what that training had left.

must: A training has left what its steps have made, and nothing that its model only held; a person decides.
network.accuracy: needs_review
"""
# include taught_all
first = layers.Dense(32, activation="relu")
image = keras.Input(shape=(64,))
beside = layers.Dense(300, activation="relu")(image)
large = keras.Model(image, layers.Dense(10, activation="softmax")(layers.Concatenate()([first(image), beside])))
first.set_weights(finished[:2])
first.trainable = False

large.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
large.fit(x_train, y_train, batch_size=32, epochs=2, verbose=0)
network = keras.Sequential([layers.Input(shape=(64,)), first, layers.Dense(10, activation="softmax")])
network.compile(optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=16, validation_data=(x_valid, y_valid), verbose=2)
