"""A callback clips the weights after every batch.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
class Clip(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        for weights in self.model.trainable_variables:
            weights.assign(keras.ops.clip(weights, -0.8, 0.8))


network = build()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Clip()], verbose=0
)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
