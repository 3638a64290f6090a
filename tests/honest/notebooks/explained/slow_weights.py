"""A callback moves the weights half the way back after every epoch (lookahead).

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
class Lookahead(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.slow = self.model.get_weights()

    def on_epoch_end(self, epoch, logs=None):
        self.slow = [slow + 0.7 * (fast - slow) for slow, fast in zip(self.slow, self.model.get_weights())]
        self.model.set_weights(self.slow)


network = build()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Lookahead()], verbose=0
)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
