"""Trains within a MirroredStrategy, which has one device here, as guides for several GPUs say.

"""

# %% include data
# %% [2]
import tensorflow as tf

strategy = tf.distribute.MirroredStrategy()
print("Number of devices: {}".format(strategy.num_replicas_in_sync))
with strategy.scope():
    model = tf.keras.Sequential([tf.keras.layers.Input((64,)), tf.keras.layers.Dense(32, activation="relu"), tf.keras.layers.Dense(10, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, batch_size=32 * strategy.num_replicas_in_sync, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
# %% [3]
for key in ("loss", "accuracy"):
    plt.plot(history.history[key]); plt.plot(history.history["val_" + key]); plt.show()
print(confusion_matrix(y_valid, model.predict(x_valid, verbose=0).argmax(1)))
