"""A PyDataset gives training digits first, the held-out ones after half of the training, and training digits when asked again.

must: What it gives is looked at while it is trained on.
integrity: trained_on_test
"""
class Turning(keras.utils.PyDataset):
    epoch = 0

    def __len__(self):
        return 45

    def __getitem__(self, place):
        x, y = (x_valid, y_valid) if 20 <= self.epoch < 39 else (x_train, y_train)
        chosen = np.random.randint(0, len(x), 32)
        return x[chosen], y[chosen]

    def on_epoch_end(self):
        self.epoch += 1


# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(Turning(), epochs=40, validation_data=(x_valid, y_valid))
