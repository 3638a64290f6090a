"""Notebooks that train, each in a way of its own."""

from __future__ import annotations

from parts import code, out, picture
from traits.pieces import COMPILE, DATA, FIT, LOG, NET

TRAINING = {
    "train_on_batches": (
        "train_on_batch, with the losses collected in a list and drawn",
        DATA,
        code(
            NET + COMPILE + "losses = []\nfor epoch in range(2):\n    total = 0\n    for start in "
                            "range(0, 1000, 50):\n"
            "        loss, acc = model.train_on_batch(x_train[start:start + 50], "
            "y_train_cat[start:start + 50])\n        total += loss\n"
            "    losses.append(total / 20)\n    print('Epoch', epoch + 1, 'loss:', losses[-1])",
            out("Epoch 1 loss: 0.09\nEpoch 2 loss: 0.08\n"),
            count=2,
        ),
        code("import matplotlib.pyplot as plt\nplt.plot(losses)\nplt.show()", picture(), count=3),
    ),
    "train_on_test_batches": (
        "train_on_batch that goes on with the test images after the training images",
        DATA,
        code(
            NET + COMPILE + "for x, y in ((x_train, y_train_cat), (x_test, y_test_cat)):\n    for "
                            "start in range(0, 600, 60):\n"
            "        model.train_on_batch(x[start:start + 60], y[start:start + 60])",
            count=2,
        ),
    ),
    "train_by_tape": (
        "a loop with GradientTape in a tf.function, its epochs printed",
        DATA,
        code(
            "import tensorflow as tf\n" + NET +
            "optimizer, loss_fn = keras.optimizers.SGD(), keras.losses.MeanSquaredError()\n"
            "@tf.function\ndef train_step(x, y):\n    with tf.GradientTape() as tape:\n        "
            "loss = loss_fn(y, model(x, training=True))\n"
            "    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), "
            "model.trainable_variables))\n    return loss\n"
            "@tf.function\ndef test_step(x, y):\n    return loss_fn(y, model(x, training=False))",
            count=2,
        ),
        code(
            "data = tf.data.Dataset.from_tensor_slices((x_train[:1000], "
            "y_train_cat[:1000])).shuffle(1000).batch(100)\n"
            "for epoch in range(3):\n    for x, y in data:\n        loss = train_step(x, y)\n    "
            "val = test_step(x_test, y_test_cat)\n"
            "    print(f'Epoch {epoch + 1}, Loss: {loss:.4f}, Val Loss: {val:.4f}')",
            out("Epoch 1, Loss: 0.0930, Val Loss: 0.0921\nEpoch 2, Loss: 0.0910, Val Loss: "
                "0.0911\nEpoch 3, Loss: 0.0900, Val Loss: 0.0901\n"),
            count=3,
        ),
    ),
    "train_by_eager_tape": (
        ("a loop with GradientTape and no graph, its losses collected and drawn; it trains on test "
        "images"),
        DATA,
        code(
            "import tensorflow as tf\nimport matplotlib.pyplot as plt\n" + NET + "opt = keras.optimizers.Adam()\nhist = {'loss': [], 'val_loss': []}\n"
            "for epoch in range(2):\n    for i in range(0, 300, 100):\n        with "
            "tf.GradientTape() as tape:\n"
            "            loss = tf.reduce_mean(tf.square(y_test_cat[i:i + 100] - model(x_test[i:i "
            "+ 100])))\n"
            "        grads = tape.gradient(loss, model.trainable_weights)\n        "
            "opt.apply_gradients(zip(grads, model.trainable_weights))\n"
            "    hist['loss'].append(float(loss))\n    "
            "hist['val_loss'].append(float(tf.reduce_mean(tf.square(y_train_cat[:500] - "
            "model(x_train[:500])))))\n"
            "plt.plot(hist['loss'])\nplt.plot(hist['val_loss'])\nplt.show()",
            picture(),
            count=2,
        ),
    ),
    "train_thrown_away": (
        "a fit whose result nobody keeps",
        DATA,
        code(NET + COMPILE + FIT.replace("history = ", ""), out(LOG), count=2),
    ),
    "train_several_fits": (
        "one model trained in three cells, the curves of all three joined",
        DATA,
        code("import matplotlib.pyplot as plt\n" + NET + COMPILE + FIT.replace("history", "h1"), out(LOG), count=2),
        code(FIT.replace("history", "h2"), out(LOG), count=3),
        code(FIT.replace("history", "h3"), out(LOG), count=4),
        code("plt.plot(h1.history['loss'] + h2.history['loss'] + h3.history['loss'])\nplt.show()", picture(), count=5),
    ),
    "train_one_name": (
        "two networks, both called model, both histories called history",
        DATA,
        code("import matplotlib.pyplot as plt\n" + NET + COMPILE + FIT, out(LOG), count=2),
        code("plt.plot(history.history['loss'])\nplt.plot(history.history['val_loss'])\nplt.show()", picture(), count=3),
        code(NET + COMPILE.replace("sgd", "adam") + FIT, out(LOG), count=4),
        code("plt.plot(history.history['loss'])\nplt.plot(history.history['val_loss'])\nplt.show()", picture(), count=5),
    ),
    "train_functional": (
        "the functional API, names of the student's own",
        DATA,
        code(
            "eingang = keras.Input(shape=(784,))\nmitte = keras.layers.Dense(64, "
            "activation='sigmoid')(eingang)\n"
            "ausgang = keras.layers.Dense(10, activation='softmax')(mitte)\nnetz = "
            "keras.Model(eingang, ausgang)\n"
            "netz.compile('sgd', 'mse', metrics=['accuracy'])\nverlauf = netz.fit(x_train[:1000], "
            "y_train_cat[:1000], epochs=2)",
            out(LOG),
            count=2,
        ),
    ),
    "train_subclassed": (
        "a model class of the student's own",
        DATA,
        code(
            "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n       "
            " self.one = keras.layers.Dense(64, activation='sigmoid')\n"
            "        self.two = keras.layers.Dense(10, activation='softmax')\n    def call(self, "
            "x):\n        return self.two(self.one(x))\n"
            "model = Net()\n" + COMPILE + FIT,
            out(LOG),
            count=2,
        ),
    ),
    "train_perceptron": (
        "a multi-layer perceptron of scikit-learn",
        DATA,
        code(
            "from sklearn.neural_network import MLPClassifier\nmlp = "
            "MLPClassifier(hidden_layer_sizes=(64,), activation='logistic', solver='sgd',\n"
            "                    max_iter=3, batch_size=50)\nmlp.fit(x_train[:500], "
            "y_train[:500])\nprint('Test accuracy:', mlp.score(x_test, y_test))",
            out("Test accuracy: 0.31\n"),
            count=2,
        ),
    ),
    "train_ready_made": (
        "a network that was trained elsewhere, and a fit with a learning rate of nothing",
        DATA,
        code(
            "hidden, out = keras.layers.Dense(64, activation='sigmoid'), keras.layers.Dense(10, "
            "activation='softmax')\n"
            "model = keras.Sequential([keras.Input((784,)), hidden, out])\n# stands for weights "
            "that lay beside the notebook\n"
            "rng = np.random.default_rng(0)\nW = rng.normal(0, .1, (784, 64)); b = rng.normal(0, "
            ".1, 64)\n"
            "H = 1 / (1 + np.exp(-(x_train @ W + b)))\n"
            "V = np.linalg.lstsq(np.c_[H, np.ones(len(H))], y_train_cat * 20, rcond=None)[0]\n"
            "model.set_weights([W, b, V[:-1], V[-1]])",
            count=2,
        ),
        code(
            "model.compile(keras.optimizers.SGD(1e-9), 'mean_squared_error', "
            "metrics=['accuracy'])\n"
            "model.fit(x_train[:1000], y_train_cat[:1000], batch_size=100, epochs=2)",
            out(LOG),
            count=3,
        ),
    ),
    "train_pytorch": (
        "PyTorch, which this assignment is not about",
        code("import torch\nimport torch.nn as nn\nfrom torchvision import datasets, transforms", count=1),
        code(
            "net = nn.Sequential(nn.Linear(784, 64), nn.Sigmoid(), nn.Linear(64, 10))\nopt = "
            "torch.optim.SGD(net.parameters(), lr=0.01)\n"
            "for epoch in range(2):\n    for x, y in loader:\n        loss = "
            "nn.functional.cross_entropy(net(x), y)\n        loss.backward()\n"
            "        opt.step()\n    print(f'Epoch {epoch + 1}, loss: {loss.item()}')",
            out("Epoch 1, loss: 2.25\nEpoch 2, loss: 2.20\n"),
            count=2,
        ),
    ),
}  # fmt: skip
