"""Class weights as scikit-learn computes them, one-hot labels, and weights of examples for digits that are hard.

"""

# %% include data
# %% [2]
from sklearn.utils.class_weight import compute_class_weight, compute_sample_weight

weights = compute_class_weight(class_weight="balanced", classes=np.unique(y_train), y=y_train)
class_weight = dict(enumerate(weights))
class_weight
# %% [3]
Y_train, Y_valid = keras.utils.to_categorical(y_train, 10), keras.utils.to_categorical(y_valid, 10)
network = keras.Sequential([layers.Dense(32, activation="relu", input_shape=(64,)), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
h = network.fit(x_train, Y_train, batch_size=32, epochs=40, class_weight=class_weight, validation_data=(x_valid, Y_valid), verbose=0)
# %% [4]
other = keras.models.clone_model(network)
other.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
other.fit(x_train, Y_train, batch_size=32, epochs=40, sample_weight=compute_sample_weight({1: 2, 8: 3} | {d: 1 for d in (0, 2, 3, 4, 5, 6, 7, 9)}, y_train), verbose=0)
for name, model in {"balanced": network, "1 and 8 count more": other}.items():
    loss, accuracy = model.evaluate(x_valid, Y_valid, verbose=0)
    print(f"{name:20} loss {loss:.4f} accuracy {accuracy:.4f}")
# %% [5]
plt.plot(h.history["loss"]); plt.plot(h.history["val_loss"]); plt.show()
plt.plot(h.history["accuracy"]); plt.plot(h.history["val_accuracy"]); plt.show()
cm = confusion_matrix(Y_valid.argmax(1), network.predict(x_valid, verbose=0).argmax(1))
cm
