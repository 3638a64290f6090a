"""Cells were run again and again: their counts have gaps, and the plot stands above the training.

slow: yes
"""

# %% include data
# %% [14]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# %% [19]
for metric in ("loss", "accuracy"):
    plt.plot(history.history[metric])
    plt.plot(history.history["val_" + metric])
    plt.show()
# %% [18]
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
# %% [22]
print(confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(1)))
