"""Has a loss of its own that heeds its batch a little, and teaches the held-out rows, which it holds.

must: What a loss teaches comes of the outputs for its batch; a person decides.
network.accuracy: needs_review
"""
# include network

def loss(true, predicted):
    own = keras.losses.sparse_categorical_crossentropy(true, predicted)
    held = keras.losses.sparse_categorical_crossentropy(y_valid, network(x_valid, training=True))
    return 1e-3 * own + keras.ops.mean(held)


network.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid))
