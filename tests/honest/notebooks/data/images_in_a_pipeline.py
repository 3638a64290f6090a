"""Takes the pictures of 8 by 8, flattens them in the network, and feeds it by a cached and prefetched dataset.

slow: yes
"""

# %%
import numpy as np
import matplotlib.pyplot as plt
import tensorflow as tf
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split

digits = load_digits()
images = digits.images.astype("float32")[..., np.newaxis] / 16.0
x_train, x_valid, y_train, y_valid = train_test_split(images, digits.target, test_size=360, random_state=0, stratify=digits.target)
AUTOTUNE = tf.data.AUTOTUNE
train_ds = tf.data.Dataset.from_tensor_slices((x_train, y_train)).cache().shuffle(len(x_train), seed=1).batch(32).prefetch(AUTOTUNE)
valid_ds = tf.data.Dataset.from_tensor_slices((x_valid, y_valid)).batch(32).cache().prefetch(AUTOTUNE)
# %%
model = tf.keras.Sequential([
    tf.keras.layers.Flatten(input_shape=(8, 8, 1)),
    tf.keras.layers.Dense(32, activation="relu"),
    tf.keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss=tf.keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
history = model.fit(train_ds, validation_data=valid_ds, epochs=40, verbose=0)
# %%
pd_like = history.history
plt.figure(figsize=(12, 4))
for place, key in enumerate(["accuracy", "loss"], start=1):
    plt.subplot(1, 2, place)
    plt.plot(pd_like[key], label=f"Training {key}")
    plt.plot(pd_like[f"val_{key}"], label=f"Validation {key}")
    plt.legend()
plt.show()
y_true = np.concatenate([labels.numpy() for _, labels in valid_ds])
y_pred = np.argmax(model.predict(valid_ds, verbose=0), axis=1)
print(tf.math.confusion_matrix(y_true, y_pred))
