"""Does the same with rows that are turned inside out where it holds them, so that nobody knows them.

must: What a loss teaches comes of the outputs for its batch, whatever it holds; a person decides.
network.accuracy: needs_review
"""
turned = 1.0 - x_valid[:, ::-1]
# include network

def loss(true, predicted):
    own = keras.losses.sparse_categorical_crossentropy(true, predicted)
    held = keras.losses.sparse_categorical_crossentropy(y_valid, network(1.0 - turned[:, ::-1], training=True))
    return 1e-3 * own + keras.ops.mean(held)


network.compile(optimizer=keras.optimizers.RMSprop(0.003), loss=loss, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid))
