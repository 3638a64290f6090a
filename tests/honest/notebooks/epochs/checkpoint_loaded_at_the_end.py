"""The best weights are saved by a checkpoint, training goes on in a second cell, and the best are loaded at the end.

slow: yes
"""

# %% include data
# %% include build
# %%
from keras.callbacks import CSVLogger, EarlyStopping, ModelCheckpoint, ReduceLROnPlateau

model = build()
callbacks = [
    ModelCheckpoint("best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True, verbose=1),
    ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=4, min_lr=1e-5, verbose=1),
    EarlyStopping(monitor="val_loss", patience=10),
    CSVLogger("log.csv", append=True),
]
h1 = model.fit(x_train, y_train, batch_size=32, epochs=25, validation_data=(x_valid, y_valid), callbacks=callbacks, verbose=0)
# %%
h2 = model.fit(
    x_train, y_train, batch_size=32, initial_epoch=25, epochs=50, validation_data=(x_valid, y_valid), callbacks=callbacks, verbose=0
)
model.load_weights("best.weights.h5")
# %%
full = {key: h1.history[key] + h2.history[key] for key in h1.history}
fig, (a, b) = plt.subplots(1, 2)
a.plot(full["accuracy"], label="Train")
a.plot(full["val_accuracy"], label="Val")
a.axvline(25, ls="--", c="gray")
b.plot(full["loss"], label="Train")
b.plot(full["val_loss"], label="Val")
a.legend(), b.legend()
plt.show()
# %%
loss, acc = model.evaluate(x_valid, y_valid, verbose=0)
print("Best model: loss %.4f, accuracy %.2f%%" % (loss, 100 * acc))
print(confusion_matrix(y_valid, model.predict(x_valid, verbose=0).argmax(1)))
