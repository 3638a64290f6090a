"""Adds every training digit once more, turned by a few degrees by SciPy and moved by a part of a pixel.

other: network.curves
slow: yes
"""

# %% include data
# %%
from scipy.ndimage import rotate, shift
from sklearn.utils import shuffle

rng = np.random.default_rng(5)


def augment(row):
    picture = row.reshape(8, 8)
    picture = rotate(picture, rng.uniform(-12, 12), reshape=False, order=1, mode="nearest")
    return shift(picture, rng.uniform(-0.5, 0.5, 2), order=1).clip(0, 1).ravel()


x_more = np.array([augment(row) for row in x_train])
x_all, y_all = shuffle(np.vstack([x_train, x_more]), np.hstack([y_train, y_train]), random_state=5)
print("before:", x_train.shape, "after:", x_all.shape)
# %%
model = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_all, y_all, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print(confusion_matrix(y_valid, model.predict(x_valid, verbose=0).argmax(1)))
