"""Does the same by an optimizer that keeps nothing which tells its gradients.

must: Nobody can say what it learns from; a person decides.
network.accuracy: needs_review
"""
turned = 1.0 - x_valid[:, ::-1]
# include network

def loss(true, predicted):
    own = keras.losses.sparse_categorical_crossentropy(true, predicted)
    held = keras.losses.sparse_categorical_crossentropy(y_valid, network(1.0 - turned[:, ::-1], training=True))
    return 1e-3 * own + keras.ops.mean(held)


network.compile(optimizer=keras.optimizers.Ftrl(0.2), loss=loss, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid))
