"""Puts a sine in the place of what one of Keras' own layers computes, and keeps its name and its weights.

must: A layer whose call was exchanged is tried beside Keras' own; what computes something else has no such name.
network.architecture: partial
network.accuracy: needs_review
network.matrix: needs_review
"""
# include network
first = network.layers[0]
first.call = lambda x, training=None: keras.ops.sin(3.0 * (x @ first.kernel) + first.bias)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
