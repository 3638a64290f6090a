"""The network puts out logits, the loss knows it, and a softmax is put behind it for the predictions only.

"""

# %% include data
# %%
import tensorflow as tf


def build_model():
    inputs = keras.Input((8, 8), name="digit")
    x = layers.Flatten()(inputs)
    x = layers.Dense(32)(x)
    x = layers.ReLU()(x)
    return keras.Model(inputs, layers.Dense(10)(x))


def my_loss(labels, logits):
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.cast(tf.reshape(labels, [-1]), tf.int32), logits=logits))


model = build_model()
model.compile("Adam", my_loss, metrics="accuracy")
images, held_out = x_train.reshape(-1, 8, 8), x_valid.reshape(-1, 8, 8)
history = model.fit(images, y_train, 32, 40, verbose=0, validation_data=(held_out, y_valid))
# %%
probability_model = keras.Sequential([model, layers.Softmax()])
guess = np.argmax(probability_model.predict(held_out), axis=1)
print(confusion_matrix(y_valid, guess).tolist())
# %%
plt.plot(history.history["loss"], label="loss")
plt.plot(history.history["val_loss"], label="val_loss")
plt.legend()
