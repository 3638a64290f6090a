"""A functional model is put around the trained one and shows its results; the training stopped early at its best.

slow: yes
"""

# %% include data
# %%
inner = keras.Sequential([keras.Input((64,)), layers.Dense(32, "relu"), layers.Dense(10, "softmax")])
inner.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=8, restore_best_weights=True)
history = inner.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0, callbacks=[stop]
)
# %%
raw = keras.Input((8, 8))
pixels = layers.Rescaling(1 / 16)(raw)
deployed = keras.Model(raw, inner(layers.Flatten()(pixels)))
guess = deployed.predict(x_valid.reshape(-1, 8, 8) * 16, verbose=0).argmax(axis=1)
print("accuracy", (guess == y_valid).mean())
print(np.round(100 * confusion_matrix(y_valid, guess) / len(y_valid), 2))
# %%
plt.plot(history.epoch, history.history["loss"])
plt.plot(history.epoch, history.history["val_loss"])
plt.show()
