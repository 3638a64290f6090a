"""The model has functions of TensorFlow for activations, and is saved, loaded, copied and evaluated.

other: network.curves, network.matrix
"""

# %% include data
# %%
import tensorflow as tf

network = tf.keras.models.Sequential()
network.add(tf.keras.layers.Dense(32, activation=tf.nn.relu))
network.add(tf.keras.layers.Dense(10, activation=tf.nn.softmax))
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
network.save("digit_reader.model")
# %%
reader = tf.keras.models.load_model("digit_reader.model")
print("Accuracy on the validation set:", reader.evaluate(x_valid, y_valid, verbose=0)[1])
copied = tf.keras.models.clone_model(network)
copied.set_weights(network.get_weights())
