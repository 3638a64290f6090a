"""Keras' own loss object with label smoothing on one-hot labels, compared with the plain loss, which is the one asked for.

"""

# %% include data
# %% [2]
import tensorflow as tf

def make(loss):
    tf.keras.backend.clear_session()
    tf.random.set_seed(7)
    m = tf.keras.Sequential([tf.keras.layers.Input(shape=(64,)), tf.keras.layers.Dense(32, activation="relu"), tf.keras.layers.Dense(10, activation="softmax")])
    m.compile(loss=loss, optimizer="adam", metrics=["accuracy"])
    return m

Y_train = tf.one_hot(y_train, depth=10)
Y_valid = tf.one_hot(y_valid, depth=10)
results = {}
for eps in (0.1, 0.0):
    m = make(tf.keras.losses.CategoricalCrossentropy(label_smoothing=eps))
    results[eps] = m.fit(x_train, Y_train, batch_size=32, epochs=40, validation_data=(x_valid, Y_valid), verbose=0)
    print(eps, m.evaluate(x_valid, Y_valid, verbose=0))
# %% [3]
for key in ("loss", "accuracy"):
    for eps, h in results.items():
        plt.plot(h.history[key], label=f"train, smoothing {eps}")
        plt.plot(h.history["val_" + key], "--", label=f"valid, smoothing {eps}")
    plt.legend(); plt.title(key); plt.show()
print(confusion_matrix(y_valid, m.predict(x_valid, verbose=0).argmax(1)))
