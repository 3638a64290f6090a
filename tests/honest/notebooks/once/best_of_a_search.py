"""A search over sizes and rates in a comprehension, each by a class of one's own; then the one that was asked for.

other: network.curves, network.matrix
trained_by: grader
slow: yes
"""

# %% include data

# %%
from itertools import product


class Digits:
    def __init__(self, units=32, rate=1e-3):
        self.model = keras.models.Sequential(name=f"digits_{units}")
        self.model.add(keras.Input(shape=(64,), name="pixels"))
        for number, size in enumerate([units]):
            self.model.add(layers.Dense(size, activation="relu", name=f"hidden_{number}"))
        self.model.add(layers.Dense(10))
        self.model.add(layers.Activation("softmax"))
        self.model.compile(keras.optimizers.Adam(rate), keras.losses.SparseCategoricalCrossentropy(), ["accuracy"])

    def train(self, **options):
        settings = dict(batch_size=32, shuffle=True, validation_data=(x_valid, y_valid), verbose=0)
        return self.model.fit(x_train, y_train, **{**settings, **options}).history


found = {choice: Digits(*choice).train(epochs=4)["val_accuracy"][-1] for choice in product([16, 48], [1e-3, 1e-2])}
print("best of a few epochs:", max(found, key=found.get))
# %%
network = Digits()
history = network.train(epochs=40)
print(network.model.evaluate(x_valid, y_valid, verbose=0, return_dict=True))
