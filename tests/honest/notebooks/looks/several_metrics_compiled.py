"""Compiles with the best three in front of the accuracy and prints what evaluate returns.

other: network.matrix
slow: yes
"""

# %% include data
# %% [3]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "sparse_categorical_crossentropy", metrics=[keras.metrics.SparseTopKCategoricalAccuracy(k=3, name="top3"), "accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
# %% [4]
network.evaluate(x_valid, y_valid, verbose=0)
# %% [result]
# [0.11526183784008026, 0.9972222447395325, 0.9694444537162781]
# %% [5]
plt.plot(history.history["accuracy"])
plt.plot(history.history["val_accuracy"])
plt.show()
# %% [6]
loss, top3, acc = network.evaluate(x_valid, y_valid)
print(f"{top3 = :.4f}, {acc = :.4f}")
# %% [output]
# 12/12 ━━━━━━━━━━━━━━━━━━━━ 0s 2ms/step - accuracy: 0.9694 - loss: 0.1153 - top3: 0.9972
# top3 = 0.9972, acc = 0.9694
