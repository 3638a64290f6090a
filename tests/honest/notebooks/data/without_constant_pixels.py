"""Pixels that are always blank are left out by a VarianceThreshold, so the network has fewer inputs.

other: network.architecture, network.accuracy, network.matrix
"""

# %% include data
# %% [2]
from sklearn.feature_selection import VarianceThreshold

selector = VarianceThreshold()
xt = selector.fit_transform(x_train)
xv = selector.transform(x_valid)
print("columns left:", xt.shape[1], "of", x_train.shape[1])
# %% [3]
model = keras.Sequential([keras.Input((xt.shape[1],)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(xt, y_train, batch_size=32, epochs=40, validation_data=(xv, y_valid), verbose=0)
# %% [4]
for key in ("loss", "accuracy"):
    plt.plot(history.history[key]); plt.plot(history.history["val_" + key]); plt.show()
print(confusion_matrix(y_valid, model.predict(xv, verbose=0).argmax(1)))
print(model.evaluate(xv, y_valid, verbose=0))
