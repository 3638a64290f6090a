"""Finds out on a part of the training rows for how long to train, and trains a new model on all of them, without validation.

slow: yes
"""

# %% include data
# %%
partial_x_train, x_val = x_train[300:], x_train[:300]
partial_y_train, y_val = y_train[300:], y_train[:300]


def build_model():
    model = keras.Sequential([
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax")
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


model = build_model()
history = model.fit(partial_x_train, partial_y_train, epochs=60, batch_size=32, validation_data=(x_val, y_val), verbose=0)
# %%
history_dict = history.history
loss_values = history_dict["loss"]
val_loss_values = history_dict["val_loss"]
epochs = range(1, len(loss_values) + 1)
plt.plot(epochs, loss_values, "bo", label="Training loss")
plt.plot(epochs, val_loss_values, "b", label="Validation loss")
plt.title("Training and validation loss")
plt.xlabel("Epochs")
plt.ylabel("Loss")
plt.legend()
plt.show()
# %%
plt.clf()
acc = history_dict["accuracy"]
val_acc = history_dict["val_accuracy"]
plt.plot(epochs, acc, "bo", label="Training acc")
plt.plot(epochs, val_acc, "b", label="Validation acc")
plt.title("Training and validation accuracy")
plt.xlabel("Epochs")
plt.ylabel("Accuracy")
plt.legend()
plt.show()
# %% [markdown]
# It is still getting better after about 40 epochs, but only slightly. We train a new network from scratch for 40 epochs and evaluate it on the test set.
# %%
model = build_model()
model.fit(x_train, y_train, epochs=40, batch_size=32, verbose=0)
results = model.evaluate(x_valid, y_valid)
results
# %%
predictions = model.predict(x_valid)
print(predictions[0].shape, np.sum(predictions[0]), np.argmax(predictions[0]))
confusion_matrix(y_valid, predictions.argmax(axis=1))
