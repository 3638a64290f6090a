"""Has an optimizer of its own, which centres the gradients.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %% [3]
class CentredAdam(keras.optimizers.Adam):
    def update_step(self, gradient, variable, learning_rate):
        if len(gradient.shape) > 1:
            gradient = gradient - keras.ops.mean(gradient, axis=0, keepdims=True)
        super().update_step(gradient, variable, learning_rate)


network = build()
network.compile(optimizer=CentredAdam(0.002), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
