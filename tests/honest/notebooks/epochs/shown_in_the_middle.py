"""Summaries, a drawing of the model that needs Graphviz, and weights are printed between the steps; trained in two goes.

"""

# %% include data
# %% [2]
inputs = keras.Input((64,), name="pixels")
x = layers.Dense(32, activation="relu", name="hidden")(inputs)
outputs = layers.Dense(10, activation="softmax", name="probabilities")(x)
model = keras.Model(inputs, outputs, name="my_mlp")
model.summary(show_trainable=True, line_length=90)
# %% [3]
keras.utils.plot_model(model, "model.png", show_shapes=True, show_layer_activations=True)
# %% [4]
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
first = model.fit(x_train, y_train, epochs=20, batch_size=32, validation_data=(x_valid, y_valid), verbose=0)
model.summary()
for layer in model.layers[1:]:
    W, b = layer.get_weights()
    print(layer.name, W.shape, W.mean().round(3), b.shape)
# %% [5]
second = model.fit(x_train, y_train, epochs=40, initial_epoch=20, batch_size=32, validation_data=(x_valid, y_valid), verbose=0)
whole = {k: first.history[k] + second.history[k] for k in first.history}
# %% [6]
plt.subplot(211)
plt.plot(whole["loss"]), plt.plot(whole["val_loss"])
plt.axvline(19.5, ls=":", c="k")
plt.subplot(212)
plt.plot(whole["accuracy"]), plt.plot(whole["val_accuracy"])
plt.axvline(19.5, ls=":", c="k")
plt.show()
print(confusion_matrix(y_valid, model.predict(x_valid, verbose=0).argmax(1)))
