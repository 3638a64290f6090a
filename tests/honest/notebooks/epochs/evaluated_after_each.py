"""A PyTorch-minded person: a dataset class, loaders, a network class, epochs one by one and lists kept by hand.

other: network.accuracy
slow: yes
"""

# %%
import math
import random

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

device = "cpu"


def seed_everything(seed=0):
    random.seed(seed)
    np.random.seed(seed)
    keras.utils.set_random_seed(seed)


seed_everything(42)
# %%
class DigitDataset(keras.utils.PyDataset):
    """Like torch.utils.data.DataLoader: yields batches, shuffles after each epoch."""

    def __init__(self, x, y, batch_size=32, shuffle=False, transform=None, **kwargs):
        super().__init__(**kwargs)
        self.x, self.y, self.batch_size, self.shuffle, self.transform = x, y, batch_size, shuffle, transform
        self.order = np.arange(len(x))
        self.on_epoch_end()

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, i):
        rows = self.order[i * self.batch_size : (i + 1) * self.batch_size]
        x = self.x[rows]
        if self.transform is not None:
            x = self.transform(x)
        return x, self.y[rows]

    def on_epoch_end(self):
        if self.shuffle:
            np.random.shuffle(self.order)


class ToFloat:
    def __call__(self, x):
        return (x / 16.0).astype("float32")


# %%
X, y = load_digits(return_X_y=True)
x_tr, x_te, y_tr, y_te = train_test_split(X, y, test_size=360, random_state=0, stratify=y)
train_loader = DigitDataset(x_tr, y_tr, batch_size=32, shuffle=True, transform=ToFloat())
val_loader = DigitDataset(x_te, y_te, batch_size=64, transform=ToFloat())
xb, yb = train_loader[0]
print(xb.shape, yb.shape, xb.dtype)
# %%
class Net(keras.Model):
    def __init__(self, n_hidden=32, n_classes=10):
        super().__init__()
        self.fc1 = layers.Dense(n_hidden, activation="relu")
        self.fc2 = layers.Dense(n_classes, activation="softmax")

    def call(self, x):
        return self.fc2(self.fc1(x))


net = Net()
criterion = keras.losses.SparseCategoricalCrossentropy()
optimizer = keras.optimizers.Adam(learning_rate=1e-3)
net.compile(optimizer=optimizer, loss=criterion, metrics=["accuracy"])
# %%
n_epochs = 12
train_losses, val_losses, train_accs, val_accs = [], [], [], []
for epoch in range(n_epochs):
    h = net.fit(train_loader, epochs=1, verbose=0, shuffle=False)
    val_loss, val_acc = net.evaluate(val_loader, verbose=0)
    train_losses.append(h.history["loss"][0])
    train_accs.append(h.history["accuracy"][0])
    val_losses.append(val_loss)
    val_accs.append(val_acc)
    if (epoch + 1) % 5 == 0:
        print(f"Epoch [{epoch + 1:>2}/{n_epochs}]  train loss {train_losses[-1]:.4f} acc {100 * train_accs[-1]:.2f}%  |  val loss {val_loss:.4f} acc {100 * val_acc:.2f}%")
# %%
fig, (ax1, ax2) = plt.subplots(1, 2, figsize=(10, 4))
ax1.plot(train_losses, label="train")
ax1.plot(val_losses, label="val")
ax1.set_title("loss"); ax1.legend()
ax2.plot(train_accs, label="train")
ax2.plot(val_accs, label="val")
ax2.set_title("accuracy"); ax2.legend()
plt.show()
# %%
conf = np.zeros((10, 10), dtype=int)
correct = total = 0
for xb, yb in (val_loader[i] for i in range(len(val_loader))):
    pred = np.argmax(net(xb, training=False), axis=1)
    correct += (pred == yb).sum()
    total += len(yb)
    for t, p in zip(yb, pred):
        conf[t, p] += 1
print(f"Test Accuracy of the model on the {total} test images: {100 * correct / total:.2f} %")
plt.matshow(conf, cmap="Blues")
for (i, j), v in np.ndenumerate(conf):
    plt.text(j, i, v, ha="center", va="center")
plt.show()
