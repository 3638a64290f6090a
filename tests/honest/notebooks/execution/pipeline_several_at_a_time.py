"""A pipeline that goes on for ever, so many steps an epoch, eight of them per execution; a plot is kept of every epoch.

other: network.matrix
trained_by: kernel
slow: yes
"""

# %% include data
# %% [2]
import tensorflow as tf

train_ds = tf.data.Dataset.from_tensor_slices((x_train.astype("float32"), y_train))
train_ds = train_ds.shuffle(1437).repeat().batch(32).prefetch(tf.data.AUTOTUNE)
valid_ds = tf.data.Dataset.from_tensor_slices((x_valid.astype("float32"), y_valid)).batch(120)
# %% [3]
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile("adam", keras.losses.SparseCategoricalCrossentropy(), ["accuracy"], steps_per_execution=8)
steps = len(x_train) // 32
history = network.fit(train_ds, steps_per_epoch=steps, epochs=40, validation_data=valid_ds, validation_steps=3, verbose=2)
# %% [4]
for name in ("loss", "accuracy"):
    plt.plot(history.history[name], label=name)
    plt.plot(history.history["val_" + name], label="val_" + name)
    plt.legend()
    plt.show()
