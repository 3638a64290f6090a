"""Has TensorFlow check what every operation gives, as when a loss has become no number, beside a log of its own.

other: network.curves, network.matrix
trained_by: kernel
slow: yes
"""

# %% include data
# %% include build

# %% include own_log

# %% [4]
import tensorflow as tf

tf.debugging.enable_check_numerics()
network = build()
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Log()], verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
tf.debugging.disable_check_numerics()
