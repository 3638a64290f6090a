"""A functional network with two inputs, the upper and the lower half of each digit, joined before the hidden layer.

other: network.accuracy, network.matrix, network.architecture
"""

# %% include data
# %% [2]
top = keras.Input(shape=(32,), name="top")
bottom = keras.Input(shape=(32,), name="bottom")
joined = layers.Concatenate()([top, bottom])
hidden = layers.Dense(32, activation="relu")(joined)
out = layers.Dense(10, activation="softmax", name="digit")(hidden)
model = keras.Model(inputs=[top, bottom], outputs=out)
model.summary()
# %% [3]
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(
    {"top": x_train[:, :32], "bottom": x_train[:, 32:]}, y_train, batch_size=32, epochs=40,
    validation_data=({"top": x_valid[:, :32], "bottom": x_valid[:, 32:]}, y_valid), verbose=2,
)
# %% [4]
for k in ["loss", "accuracy"]:
    plt.plot(history.history[k])
    plt.plot(history.history["val_" + k])
    plt.legend(["train", "val"])
    plt.show()
print(confusion_matrix(y_valid, model.predict([x_valid[:, :32], x_valid[:, 32:]], verbose=0).argmax(1)))
print(model.evaluate([x_valid[:, :32], x_valid[:, 32:]], y_valid, verbose=0))
