"""Trains another model on the held-out rows, and goes on from its weights with the training rows.

must: Where weights come from is followed to what they were trained with.
network.accuracy: needs_review
"""


def build(rate=0.001):
    made = keras.Sequential(
        [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
    )
    made.compile(optimizer=keras.optimizers.Adam(rate), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return made


other = build()
other.fit(np.concatenate([x_train, x_valid]), np.concatenate([y_train, y_valid]), batch_size=32, epochs=40, verbose=0)
network = build()
network.set_weights(other.get_weights())
history = network.fit(x_train, y_train, batch_size=32, epochs=2, validation_data=(x_valid, y_valid))
