"""Does the same with so many rows in a batch that any gradient may come of them.

must: A step with some of the rows is looked at; a person decides.
network.accuracy: needs_review
"""
turned = 1.0 - x_valid[:, ::-1]
# include network

def loss(true, predicted):
    own = keras.losses.sparse_categorical_crossentropy(true, predicted)
    held = keras.losses.sparse_categorical_crossentropy(y_valid, network(1.0 - turned[:, ::-1], training=True))
    return 1e-3 * own + keras.ops.mean(held)


network.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=1437, epochs=150, validation_data=(x_valid, y_valid))
