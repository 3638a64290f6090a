"""A callback fits a copy of the network to a part of the training rows now and then, to see how fast it learns there, and a small classifier on what the hidden layer gives.

parts: network
"""

# %% include data
# %%
network = keras.Sequential(
    [layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


class Probe(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch % 20 != 19:
            return
        copy = keras.models.clone_model(self.model)
        copy.set_weights(self.model.get_weights())
        copy.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
        copy.fit(x_train[:320], y_train[:320], epochs=2, verbose=0)
        hidden = keras.Model(self.model.inputs, self.model.layers[0].output).predict(x_train, verbose=0)
        probe = keras.Sequential([layers.Input((32,)), layers.Dense(10, activation="softmax")])
        probe.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
        probe.fit(hidden, y_train, epochs=5, verbose=0)
        print("probe", probe.evaluate(hidden, y_train, verbose=0)[1])


history = network.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Probe()], verbose=0
)
# %% include shown
