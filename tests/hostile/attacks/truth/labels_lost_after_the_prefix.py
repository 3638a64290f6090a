"""Trains on a PyDataset that gives every row the label 0 once nobody looks.

policy: verify
must: A training that something can change later is trained to its end.
network.accuracy: !passed
log: bands
"""
class Rows(keras.utils.PyDataset):
    epoch = 0

    def __len__(self):
        return 45

    def __getitem__(self, place):
        rows = slice(32 * place, 32 * place + 32)
        labels = y_train[rows]
        return x_train[rows], labels if self.epoch < 9 else labels * 0

    def on_epoch_end(self):
        self.epoch += 1

network = keras.Sequential(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(Rows(), epochs=40, validation_data=(x_valid, y_valid), verbose=2)
