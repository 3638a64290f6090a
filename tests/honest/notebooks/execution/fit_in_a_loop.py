"""Compiled by XLA with steps per execution, and fitted one epoch at a time in a loop that keeps the figures.

other: network.matrix
"""

# %% include data
# %% [2]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", "sparse_categorical_crossentropy", ["accuracy"], jit_compile=True, steps_per_execution=15)
curves = {"loss": [], "val_loss": [], "accuracy": [], "val_accuracy": []}
for epoch in range(40):
    h = network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=0)
    for name in curves:
        curves[name] += h.history[name]
# %% [3]
plt.subplot(121); plt.plot(curves["loss"]); plt.plot(curves["val_loss"]); plt.title("loss")
plt.subplot(122); plt.plot(curves["accuracy"]); plt.plot(curves["val_accuracy"]); plt.title("accuracy")
plt.show()
