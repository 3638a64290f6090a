"""Looks at how the accuracy falls with noise, at saliency maps and at digits changed along the gradient.

other: network.curves
slow: yes
"""

# %% include data
# %% include network

# %%
rng = np.random.default_rng(0)
levels = [0.0, 0.1, 0.2, 0.4, 0.8]
accuracies = []
for sigma in levels:
    noisy = np.clip(x_valid + rng.normal(0, sigma, x_valid.shape), 0, 1)
    _, acc = network.evaluate(noisy, y_valid, verbose=0)
    accuracies.append(acc)
    print(f"noise {sigma:.1f}: accuracy {acc:.3f}")
plt.plot(levels, accuracies, "o-")
plt.show()
# %%
import tensorflow as tf

digits = tf.convert_to_tensor(x_valid, dtype=tf.float32)
with tf.GradientTape() as tape:
    tape.watch(digits)
    scores = network(digits)
    loss = keras.losses.sparse_categorical_crossentropy(y_valid, scores)
gradient = tape.gradient(loss, digits)
plt.imshow(np.abs(gradient[0]).reshape(8, 8), cmap="hot")
plt.show()
adversarial = tf.clip_by_value(digits + 0.1 * tf.sign(gradient), 0, 1)
fooled = network.predict(adversarial, verbose=0).argmax(1)
print("accuracy on adversarial digits:", (fooled == y_valid).mean())
# %%
confusion = np.zeros((10, 10), dtype=int)
np.add.at(confusion, (y_valid, network.predict(x_valid, verbose=0).argmax(1)), 1)
print(confusion)
