"""A small L2 penalty, He's initial weights, the activations as layers, an optimizer with clipped gradients.

"""

# %% include data
# %% [2]
model = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        layers.Dense(32, kernel_initializer="he_normal", bias_initializer="zeros", kernel_regularizer=keras.regularizers.l2(1e-5), use_bias=True),
        layers.ReLU(),
        layers.Dense(10, kernel_initializer=keras.initializers.GlorotNormal()),
        layers.Softmax(),
    ],
    name="regularised",
)
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-08, clipnorm=5.0), metrics=["accuracy"])
history = model.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
# %% [3]
fig = plt.figure()
plt.plot(history.history["loss"], color="teal", label="loss"); plt.plot(history.history["val_loss"], color="orange", label="val_loss")
fig.suptitle("Loss", fontsize=20); plt.legend(loc="upper left"); plt.show()
fig = plt.figure()
plt.plot(history.history["accuracy"], color="teal", label="accuracy"); plt.plot(history.history["val_accuracy"], color="orange", label="val_accuracy")
fig.suptitle("Accuracy", fontsize=20); plt.legend(loc="upper left"); plt.show()
# %% [4]
from sklearn.metrics import classification_report
p = model.predict(x_valid).argmax(axis=1)
print(classification_report(y_valid, p, digits=4)); print(confusion_matrix(y_valid, p))
