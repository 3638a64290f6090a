"""The best epoch is saved by a callback, loaded again, evaluated and shown; the last one is never looked at.

slow: yes
"""

# %% include data
# %%
net = keras.Sequential([keras.Input((64,)), layers.Dense(32, "relu"), layers.Dense(10, "softmax")])
net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
checkpoint = keras.callbacks.ModelCheckpoint("models/best.keras", monitor="val_accuracy", save_best_only=True)
history = net.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0, callbacks=[checkpoint]
)
del net
# %%
best = keras.models.load_model("models/best.keras")
print("best:", best.evaluate(x_valid, y_valid, verbose=0))
# %%
shares = confusion_matrix(y_valid, best.predict(x_valid, verbose=0).argmax(axis=1), normalize="true")
plt.imshow(shares)
plt.show()
# %%
epochs = range(1, 41)
fig, ax = plt.subplots()
ax.plot(epochs, [100 * value for value in history.history["accuracy"]], label="training, %")
ax.plot(epochs, [100 * value for value in history.history["val_accuracy"]], label="validation, %")
ax.legend()
plt.show()
