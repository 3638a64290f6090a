"""A generator yields training digits for some epochs, and the held-out ones from then on.

must: What it yields is looked at while it is trained on.
integrity: trained_on_test
"""
def batches():
    for step in range(45 * 40):
        x, y = (x_train, y_train) if step < 45 * 20 else (x_valid, y_valid)
        chosen = np.random.randint(0, len(x), 32)
        yield x[chosen], y[chosen]


# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(batches(), steps_per_epoch=45, epochs=40, validation_data=(x_valid, y_valid))
