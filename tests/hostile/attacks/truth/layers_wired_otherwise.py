"""Calls the layers that were asked for in another way: the hidden one twice, and adds up what it gives.

must: The connections are looked at, and the difference costs what any other costs.
network.architecture: partial
"""
inputs = keras.Input((64,))
hidden, output = layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")
network = keras.Model(inputs, output(hidden(inputs) + hidden(1 - inputs)))
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=3, validation_data=(x_valid, y_valid))
