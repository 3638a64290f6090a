"""The training digits come from a PyDataset that shuffles them after every epoch.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %%
class Digits(keras.utils.PyDataset):
    def __init__(self, x, y):
        super().__init__()
        self.x, self.y, self.order = x, y, np.arange(len(x))

    def __len__(self):
        return int(np.ceil(len(self.x) / 32))

    def __getitem__(self, place):
        chosen = self.order[32 * place : 32 * place + 32]
        return self.x[chosen], self.y[chosen]

    def on_epoch_end(self):
        np.random.shuffle(self.order)
# %%
network = keras.Sequential(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(Digits(x_train, y_train), epochs=40, validation_data=(x_valid, y_valid), verbose=2)
