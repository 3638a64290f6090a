"""A callback trains two more batches of the hardest rows after every epoch.

slow: yes
"""

# %% include data
# %%
network = keras.Sequential(
    [layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
)
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


class Harder(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        chances = self.model.predict(x_train, verbose=0)[np.arange(len(y_train)), y_train]
        hard = np.argsort(chances)[:64]
        for _ in range(2):
            self.model.train_on_batch(x_train[hard], y_train[hard])


history = network.fit(
    x_train,
    y_train,
    batch_size=32,
    epochs=40,
    validation_data=(x_valid, y_valid),
    callbacks=[Harder()],
    verbose=0,
)
# %% include shown
