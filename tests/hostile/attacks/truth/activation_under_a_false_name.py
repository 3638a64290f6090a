"""An activation of its own under the name of another.

must: What bears the name of one of Keras' own is tried beside it; what computes something else has no such name.
network.architecture: partial
network.accuracy: needs_review
network.matrix: needs_review
"""
def relu(x):
    return keras.ops.sin(x)
network = keras.Sequential([layers.Input(shape=(64,)), layers.Dense(32, activation=relu), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
