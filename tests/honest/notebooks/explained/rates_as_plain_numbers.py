"""Has a schedule of its own that returns plain Python numbers, as Keras allows.

other: network.curves, network.matrix, network.accuracy
slow: yes
"""

# %% include data
# %% include build

# %%
class WarmUp(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, rate):
        self.rate = rate

    def __call__(self, step):
        return self.rate

    def get_config(self):
        return {"rate": self.rate}


network = build()
network.compile(optimizer=keras.optimizers.Adam(WarmUp(0.001)), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
