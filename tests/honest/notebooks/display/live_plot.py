"""A callback redraws the learning curves after each epoch; ConfusionMatrixDisplay draws the matrix in shares.

slow: yes
"""

# %% include data
# %%
from IPython.display import clear_output


class PlotLosses(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.x, self.losses, self.val_losses, self.acc, self.val_acc = [], [], [], [], []

    def on_epoch_end(self, epoch, logs=None):
        self.x.append(epoch)
        self.losses.append(logs.get("loss"))
        self.val_losses.append(logs.get("val_loss"))
        self.acc.append(logs.get("accuracy"))
        self.val_acc.append(logs.get("val_accuracy"))
        clear_output(wait=True)
        f, (ax1, ax2) = plt.subplots(1, 2, sharex=True, figsize=(10, 3))
        ax1.plot(self.x, self.losses, label="loss")
        ax1.plot(self.x, self.val_losses, label="val_loss")
        ax1.legend()
        ax2.plot(self.x, self.acc, label="accuracy")
        ax2.plot(self.x, self.val_acc, label="validation accuracy")
        ax2.legend()
        plt.show()


model = keras.Sequential()
model.add(keras.Input(shape=(64,)))
model.add(layers.Dense(32, activation="relu", name="hidden"))
model.add(layers.Dense(10, activation="softmax", name="output"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[PlotLosses()], verbose=0)
# %%
from sklearn.metrics import ConfusionMatrixDisplay

ConfusionMatrixDisplay.from_predictions(
    y_valid, model.predict(x_valid, verbose=0).argmax(axis=1), normalize="true", values_format=".2f", cmap=plt.cm.Blues
)
plt.show()
