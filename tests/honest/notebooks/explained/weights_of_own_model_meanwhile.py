"""A callback begins with the weights of another own model.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
first = build()
first.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
first.fit(x_train, y_train, batch_size=64, epochs=20, verbose=0)


class WarmStart(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 0:
            self.model.set_weights(first.get_weights())


network = build()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[WarmStart()], verbose=0
)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
