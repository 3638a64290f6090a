"""tf.data from frames, cached, shuffled, batched and prefetched, with a count of classes printed on the way.

"""

# %% [1]
import os
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import pandas as pd
import tensorflow as tf
import matplotlib.pyplot as plt
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

AUTOTUNE = tf.data.AUTOTUNE
BATCH_SIZE = 32
df = load_digits(as_frame=True).frame
train_df, val_df = train_test_split(df, test_size=360, random_state=0, stratify=df["target"])
print(train_df["target"].value_counts().sort_index())
# %% [2]
def df_to_dataset(frame, shuffle=True):
    frame = frame.copy()
    labels = frame.pop("target")
    ds = tf.data.Dataset.from_tensor_slices((frame.values.astype("float32"), labels.values))
    ds = ds.map(lambda x, y: (x / 16.0, y), num_parallel_calls=AUTOTUNE).cache()
    if shuffle:
        ds = ds.shuffle(len(frame), seed=1, reshuffle_each_iteration=True)
    return ds.batch(BATCH_SIZE).prefetch(AUTOTUNE)


train_ds, val_ds = df_to_dataset(train_df), df_to_dataset(val_df, shuffle=False)
train_ds.element_spec
# %% [3]
model = tf.keras.models.Sequential()
model.add(tf.keras.layers.InputLayer(shape=(64,)))
model.add(tf.keras.layers.Dense(32, activation=tf.nn.relu))
model.add(tf.keras.layers.Dense(10, activation=tf.nn.softmax))
model.compile(loss="sparse_categorical_crossentropy", optimizer=tf.keras.optimizers.Adam(), metrics=["accuracy"])
hist = model.fit(train_ds, epochs=40, validation_data=val_ds, verbose=0)
pd.DataFrame(hist.history).plot(figsize=(8, 5))
plt.grid(True)
plt.gca().set_ylim(0, 1)
plt.show()
# %% [4]
y_true = np.concatenate([y for _, y in val_ds])
y_pred = np.argmax(model.predict(val_ds, verbose=0), axis=1)
tf.math.confusion_matrix(y_true, y_pred)
# %% [5]
loss, acc = model.evaluate(val_ds)
print(f"val loss {loss:.3f}, val acc {acc:.2%}")
