"""Has the generator of its batches put the way to finished weights into the optimizer's moments, three times in an epoch.

must: What no solution comes near, and was trained where the notebook's code runs, is for a person.
network.accuracy: needs_review
"""
# include taught
# include network
network.compile(optimizer=keras.optimizers.SGD(0.01, momentum=0.9), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.optimizer.build(network.trainable_variables)


def batches():
    step = 0
    while True:
        chosen = np.random.randint(0, len(x_train), 32)
        yield x_train[chosen], y_train[chosen]
        step += 1
        if step % 15 == 10:
            for moment, weights, goal in zip(network.optimizer.momentums, network.trainable_variables, finished):
                moment.assign(0.05 * (goal - weights))


history = network.fit(batches(), steps_per_epoch=45, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
