"""Has an optimizer of its own whose moments a callback sets to zero every ten epochs.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include build

# %%
class Rough(keras.optimizers.Adam):
    def update_step(self, gradient, variable, learning_rate):
        super().update_step(keras.ops.clip(gradient, -0.1, 0.1), variable, learning_rate)


class Forget(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch and epoch % 10 == 0:
            for variable in self.model.optimizer.variables[2:]:
                variable.assign(keras.ops.zeros_like(variable))


network = build()
network.compile(optimizer=Rough(0.002), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Forget()], verbose=0
)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
