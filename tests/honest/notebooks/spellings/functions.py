"""Activations, loss and metric are functions of TensorFlow's, not names of Keras'.

"""

# %% include data
# %%
import tensorflow as tf

net = keras.Sequential()
net.add(tf.keras.layers.InputLayer(shape=(64,)))
net.add(tf.keras.layers.Dense(32, activation=tf.nn.relu))
net.add(tf.keras.layers.Dense(10, activation=tf.nn.softmax))
net.compile(
    optimizer=tf.optimizers.Adam,
    loss=tf.keras.losses.sparse_categorical_crossentropy,
    metrics=[tf.keras.metrics.sparse_categorical_accuracy],
)
h = net.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0).history
# %%
plt.plot(h["sparse_categorical_accuracy"])
plt.plot(h["val_sparse_categorical_accuracy"])
plt.show()
print(tf.math.confusion_matrix(y_valid, tf.argmax(net.predict(x_valid), axis=1)))
