"""Only weights are saved, by a callback of the student's own that keeps the best; a model built anew takes them.

slow: yes
"""

# %% include data
# %%
def build():
    model = keras.Sequential([keras.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


class KeepBest(keras.callbacks.Callback):
    best = 0.0

    def on_epoch_end(self, epoch, logs):
        if logs["val_accuracy"] > self.best:
            self.best = logs["val_accuracy"]
            self.weights = self.model.get_weights()
            self.model.save_weights("best.weights.h5")


keep = KeepBest()
model = build()
history = model.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0, callbacks=keep)
# %%
pd_history = history.history
plt.plot(pd_history["loss"])
plt.plot(pd_history["val_loss"])
plt.show()
# %%
model = build()
model.load_weights("best.weights.h5")
print(model.evaluate(x_valid, y_valid, verbose=0))
other = build()
other.set_weights(keep.weights)
print(confusion_matrix(y_valid, np.argmax(other.predict(x_valid, verbose=0), axis=1)))
