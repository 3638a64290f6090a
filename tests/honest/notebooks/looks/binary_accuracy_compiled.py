"""Compares one-hot labels with ten outputs one by one (binary accuracy), which is always high.

other: network.matrix, network.accuracy
slow: yes
"""

# %% include data
# %% [3]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "categorical_crossentropy", metrics=["binary_accuracy"])
Y_train, Y_valid = keras.utils.to_categorical(y_train, 10), keras.utils.to_categorical(y_valid, 10)
history = network.fit(x_train, Y_train, batch_size=32, epochs=40, validation_data=(x_valid, Y_valid), verbose=0)
# %% [4]
loss, accuracy = network.evaluate(x_valid, Y_valid, verbose=0)
print(f"Accuracy: {accuracy:.4f}")
# %% [output]
# Accuracy: 0.9953
# %% [5]
plt.plot(history.history["binary_accuracy"])
plt.plot(history.history["val_binary_accuracy"])
plt.show()
