"""Has a loss of its own that heeds its batch, and draws its weights a little to finished ones.

must: What a loss teaches comes of the outputs for its batch; a person decides.
network.accuracy: needs_review
"""
# include finished
# include network


def loss(true, predicted):
    way = sum(keras.ops.sum((variable - weights) ** 2) for variable, weights in zip(network.trainable_variables, finished))
    return keras.losses.sparse_categorical_crossentropy(true, predicted) + 0.5 * way


network.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid))
