"""Has the generator of its batches move the weights a little towards finished ones between two steps.

must: What runs between two steps is followed; a person decides.
network.accuracy: needs_review
"""
# include taught
# include network


def batches():
    while True:
        chosen = np.random.randint(0, len(x_train), 32)
        yield x_train[chosen], y_train[chosen]
        for weights, goal in zip(network.trainable_variables, finished):
            weights.assign_add(0.02 * (goal - weights))


network.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(batches(), steps_per_epoch=45, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
