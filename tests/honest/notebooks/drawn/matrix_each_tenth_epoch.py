"""A callback predicts and draws a small matrix after every tenth epoch; the last one is drawn once more at the end.

"""

# %% include data
# %% [2]
class Matrices(keras.callbacks.Callback):
    def __init__(self, x, y, every=10):
        super().__init__()
        self.x, self.y, self.every, self.kept = x, y, every, {}

    def on_epoch_end(self, epoch, logs=None):
        if (epoch + 1) % self.every == 0:
            self.kept[epoch + 1] = confusion_matrix(self.y, self.model.predict(self.x, verbose=0).argmax(axis=1))

    def on_train_end(self, logs=None):
        fig, axes = plt.subplots(1, len(self.kept), figsize=(12, 3))
        for ax, (epoch, cm) in zip(axes, self.kept.items()):
            ax.imshow(cm, cmap="viridis")
            ax.set_title(f"epoch {epoch}")
        plt.show()

network = keras.Sequential([layers.Input((64,)), layers.Dense(32, "relu"), layers.Dense(10, "softmax")])
network.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
watch = Matrices(x_valid, y_valid)
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[watch], verbose=0)
# %% [3]
plt.imshow(watch.kept[40]); plt.colorbar()
for i in range(10):
    for j in range(10):
        plt.annotate(watch.kept[40][i, j], (j, i), ha="center", color="w" if watch.kept[40][i, j] < 15 else "k")
plt.show()
# %% [4]
plt.plot(history.history["loss"], "k"); plt.plot(history.history["val_loss"], "k:"); plt.show()
plt.plot(history.history["accuracy"], "k"); plt.plot(history.history["val_accuracy"], "k:"); plt.show()
