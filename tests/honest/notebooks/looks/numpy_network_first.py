"""A network of NumPy alone, with backpropagation written out and its accuracy after each epoch, before that of Keras.

slow: yes
"""

# %% include data
# %%
def relu(z):
    return np.maximum(z, 0)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


rng = np.random.default_rng(0)
W1, b1 = rng.normal(0, 0.18, (64, 32)), np.zeros(32)
W2, b2 = rng.normal(0, 0.25, (32, 10)), np.zeros(10)
lr, losses, accs = 0.2, [], []
Y = np.eye(10)[y_train]
for epoch in range(30):
    order = rng.permutation(len(x_train))
    for i in range(0, len(order), 32):
        j = order[i : i + 32]
        a = relu(x_train[j] @ W1 + b1)
        p = softmax(a @ W2 + b2)
        dz2 = (p - Y[j]) / len(j)
        dz1 = (dz2 @ W2.T) * (a > 0)
        W2 -= lr * a.T @ dz2; b2 -= lr * dz2.sum(0)
        W1 -= lr * x_train[j].T @ dz1; b1 -= lr * dz1.sum(0)
    p = softmax(relu(x_valid @ W1 + b1) @ W2 + b2)
    losses.append(-np.log(p[np.arange(len(p)), y_valid]).mean())
    accs.append((p.argmax(1) == y_valid).mean())
    if epoch % 5 == 4:
        print(f"epoch {epoch + 1}: loss {losses[-1]:.4f}, val accuracy: {accs[-1]:.4f}")
plt.plot(losses); plt.plot(accs); plt.title("NumPy network"); plt.show()
print("Accuracy of the NumPy network:", accs[-1])
print(confusion_matrix(y_valid, p.argmax(1)))
# %% [output]
# epoch 5: loss 0.2584, val accuracy: 0.9222
# epoch 10: loss 0.1793, val accuracy: 0.9583
# epoch 15: loss 0.1483, val accuracy: 0.9639
# epoch 20: loss 0.1246, val accuracy: 0.9694
# epoch 25: loss 0.1232, val accuracy: 0.9694
# epoch 30: loss 0.1098, val accuracy: 0.9722
# Accuracy of the NumPy network: 0.9722222222222222
# [[36  0  0  0  0  0  0  0  0  0]
#  [ 0 35  0  0  0  0  0  0  1  0]
#  [ 0  1 34  0  0  0  0  0  0  0]
#  [ 0  0  0 36  0  0  0  0  0  1]
#  [ 0  0  0  0 34  0  0  0  2  0]
#  [ 0  0  0  0  0 37  0  0  0  0]
#  [ 0  1  0  0  0  0 35  0  0  0]
#  [ 0  0  0  0  0  0  0 36  0  0]
#  [ 0  2  0  0  0  1  0  0 32  0]
#  [ 0  0  0  0  0  1  0  0  0 35]]
# %% [markdown]
# Now the same with Keras, which needs three lines.
# %% include network
# %% include shown
# %%
print("Accuracy of the Keras network:", network.evaluate(x_valid, y_valid, verbose=0)[1])
# %% [output]
# Accuracy of the Keras network: 0.9694444537162781
