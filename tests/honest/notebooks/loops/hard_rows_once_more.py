"""A callback fits the network once more to the training rows that it gets wrong, after every tenth epoch.

parts: network
slow: yes
"""

# %% include data
# %%
network = keras.Sequential(
    [layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


class OnceMore(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch % 10 == 9:
            wrong = self.model.predict(x_train, verbose=0).argmax(1) != y_train
            if wrong.any():
                self.model.fit(x_train[wrong], y_train[wrong], batch_size=8, epochs=1, verbose=0)


history = network.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[OnceMore()], verbose=0
)
# %% include shown
