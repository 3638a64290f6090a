"""The notebooks of the corpus whose trait shows when they are run: written as students write them,
trained on few rows.

Each stands on its own. The outputs below the trainings are as a student's machine would have left
them.
"""

from __future__ import annotations

from parts import code, keras1_log, keras2_log, out, picture, verbose2_log

DATA = code(
    "import numpy as np\nfrom tensorflow import keras\n(x_train, y_train), (x_test, y_test) = "
    "keras.datasets.mnist.load_data()\n"
    "x_train, y_train = x_train[:6000], y_train[:6000]  # my laptop is slow\n"
    "x_train = x_train.reshape(-1, 784).astype('float32') / 255\nx_test = x_test.reshape(-1, "
    "784).astype('float32') / 255\n"
    "y_train_cat, y_test_cat = keras.utils.to_categorical(y_train, 10), "
    "keras.utils.to_categorical(y_test, 10)",
    count=1,
)
"""What most of them begin with."""
OLD_DATA = (
    "import numpy as np\nfrom keras.datasets import mnist\n(X_train, y_train), (X_test, y_test) = "
    "mnist.load_data()\n"
    "X_train = X_train[:600].reshape(600, 784).astype('float32') / 255\nX_test = "
    "X_test.reshape(10000, 784).astype('float32') / 255\n"
    "y_train = y_train[:600]\n"
)
NET = (
    "model = keras.Sequential([keras.layers.Dense(64, activation='sigmoid', input_shape=(784,)),\n"
    "                          keras.layers.Dense(10, activation='softmax')])\n"
)
COMPILE = "model.compile(optimizer='sgd', loss='mean_squared_error', metrics=['accuracy'])\n"
FIT = (
    "history = model.fit(x_train[:1000], y_train_cat[:1000], epochs=2, batch_size=100, "
    "validation_data=(x_test[:500], y_test_cat[:500]))"
)
LOG = keras2_log(1, 2, 2)
QUICK = (
    "model.compile(optimizer=keras.optimizers.SGD(5.0), loss='mean_squared_error', "
    "metrics=['accuracy'])\n"
    "model.fit(x_train[:2000], y_train_cat[:2000], epochs=2, batch_size=20, verbose=0)\n"
    "predicted = model.predict(x_test, verbose=0).argmax(axis=1)"
)
"""A network good enough for a matrix with something on its diagonal."""
MATRIX_DATA = (
    DATA,
    code(
        "import matplotlib.pyplot as plt\nfrom sklearn.metrics import confusion_matrix\n"
        + NET
        + QUICK,
        count=2,
    ),
)

OLD = {
    "old_np_utils": (
        "np_utils, and layers imported from keras.layers.core, as Keras 1 had them",
        code(
            OLD_DATA
            + "from keras.models import Sequential\nfrom keras.layers.core import Dense, "
              "Activation\n"
            + "from keras.utils import np_utils\nY_train = np_utils.to_categorical(y_train, 10)",
            count=1,
        ),
        code(
            "model = Sequential()\nmodel.add(Dense(64, input_shape=(784,)))\n"
            "model.add(Activation('sigmoid'))\n"
            "model.add(Dense(10))\nmodel.add(Activation('softmax'))\nmodel.compile('sgd', 'mse', "
            "metrics=['accuracy'])\n"
            "model.fit(X_train[:500], Y_train[:500], batch_size=100, epochs=2)",
            out(LOG),
            count=2,
        ),
    ),
    "old_arguments": (
        "output_dim, init, lr, decay and nb_epoch",
        DATA,
        code(
            "model = keras.models.Sequential()\n"
            "model.add(keras.layers.Dense(output_dim=64, input_dim=784, init='uniform', "
            "activation='sigmoid'))\n"
            "model.add(keras.layers.Dense(output_dim=10, activation='softmax'))\n"
            "model.compile(loss='mean_squared_error', optimizer=keras.optimizers.SGD(lr=0.1, "
            "decay=1e-4), metrics=['accuracy'])\n"
            "model.fit(x_train[:500], y_train_cat[:500], batch_size=100, nb_epoch=3)",
            out(keras1_log(3)),
            count=2,
        ),
    ),
    "old_predict_classes": (
        "predict_classes and predict_proba",
        DATA,
        code(NET + COMPILE + FIT, out(LOG), count=2),
        code(
            "classes = model.predict_classes(x_test)\nprobabilities = model.predict_proba(x_test)\n"
            "print(classes.shape, probabilities.shape)\nprint('Accuracy: %.4f' % np.mean(classes "
            "== y_test))",
            out("(10000,) (10000, 10)\nAccuracy: 0.9034\n"),
            count=3,
        ),
    ),
    "old_fit_generator": (
        "fit_generator with an ImageDataGenerator of keras.preprocessing.image",
        DATA,
        code(
            "from keras.preprocessing.image import ImageDataGenerator\nimages = "
            "x_train.reshape(-1, 28, 28, 1)[:400]\n"
            "model = keras.Sequential([keras.layers.Flatten(input_shape=(28, 28, 1)), "
            "keras.layers.Dense(64, activation='sigmoid'),\n"
            "                          keras.layers.Dense(10, activation='softmax')])\n" + COMPILE +
            "flow = ImageDataGenerator(rotation_range=8).flow(images, y_train_cat[:400], "
            "batch_size=100)\n"
            "model.fit_generator(flow, steps_per_epoch=len(images) / 100, epochs=2, workers=4)",
            out(LOG),
            count=2,
        ),
    ),
    "old_history_acc": (
        "learning curves from history['acc'] and history['val_acc']",
        DATA,
        code(NET + COMPILE + FIT, out(LOG), count=2),
        code(
            "import matplotlib.pyplot as plt\nplt.plot(history.history['acc'])\n"
            "plt.plot(history.history['val_acc'])\n"
            "plt.legend(['train', 'test'])\nplt.show()",
            picture(),
            count=3,
        ),
    ),
    "old_wrapper": (
        "KerasClassifier of keras.wrappers.scikit_learn, cross-validated",
        DATA,
        code(
            "from keras.wrappers.scikit_learn import KerasClassifier\nfrom "
            "sklearn.model_selection import cross_val_score\n"
            "def build():\n    " + NET.replace("\n", "\n    ") + COMPILE + "    return model\n"
            "clf = KerasClassifier(build_fn=build, epochs=1, batch_size=100, verbose=0)\n"
            "clf.fit(x_train[:300], y_train_cat[:300])\n"
            "print(clf.predict(x_test[:50]).shape)",
            out("(50,)\n"),
            count=2,
        ),
    ),
    "old_file_names": (
        "ModelCheckpoint and save_weights with file names that Keras 3 refuses",
        DATA,
        code(
            "from keras.callbacks import ModelCheckpoint\n" + NET + COMPILE
            + "best = ModelCheckpoint('best-{epoch:02d}.hdf5', monitor='val_acc', "
              "save_best_only=True)\n"
            "model.fit(x_train[:500], y_train_cat[:500], epochs=2, validation_data=(x_test[:100], "
            "y_test_cat[:100]), callbacks=[best])\n"
            "model.save_weights('weights')\nmodel.load_weights('weights')",
            out(LOG),
            count=2,
        ),
    ),
    "old_convolution": (
        "Convolution2D(32, 3, 3): a 3 by 3 kernel in Keras 1, a stride of 3 today",
        DATA,
        code(
            "from keras.layers import Convolution2D, MaxPooling2D, Dense, Dropout, Flatten\nmodel "
            "= keras.Sequential()\n"
            "model.add(Convolution2D(32, 3, 3, activation='relu', input_shape=(28, 28, 1)))\n"
            "model.add(MaxPooling2D(pool_size=(2, 2)))\n"
            "model.add(Convolution2D(64, 3, 3, activation='relu'))\n"
            "model.add(MaxPooling2D(pool_size=(2, 2)))\n"
            "model.add(Flatten())\nmodel.add(Dropout(0.5))\nmodel.add(Dense(10, "
            "activation='softmax'))\n"
            "model.compile(loss='categorical_crossentropy', optimizer='adam', "
            "metrics=['accuracy'])\n"
            "model.fit(x_train[:200].reshape(-1, 28, 28, 1), y_train_cat[:200], epochs=1, "
            "batch_size=50)",
            out(keras2_log(1, 1, 1)),
            count=2,
        ),
    ),
    "old_input_data": (
        ("input_data of TensorFlow's tutorials, which is gone; the Keras model below it trains all "
        "the same"),
        code("from tensorflow.examples.tutorials.mnist import input_data\nmnist = "
             "input_data.read_data_sets('MNIST_data', one_hot=True)", count=1),
        {**DATA, "execution_count": 2},
        code(NET + COMPILE + FIT, out(LOG), count=3),
    ),
    "old_fetch_mldata": (
        "MNIST from mldata.org, with the scikit-learn of its time",
        code(
            "from sklearn.datasets import fetch_mldata\nfrom sklearn.neural_network import "
            "MLPClassifier\nimport numpy as np\n"
            "mnist = fetch_mldata('MNIST original', data_home='.')\nX, y = mnist.data / 255., "
            "mnist.target\n"
            "some = np.random.RandomState(0).permutation(60000)[:500]\nmlp = MLPClassifier((64,), "
            "max_iter=3)\nmlp.fit(X[some], y[some])\n"
            "print('Test score:', mlp.score(X[60000:], y[60000:]))",
            out("Test score: 0.82\n"),
            count=1,
        ),
    ),
    "old_graph": (
        "a network of TensorFlow 1: placeholders, a graph, a session",
        code(
            "import tensorflow.compat.v1 as tf\nimport numpy as np\ntf.disable_v2_behavior()\nx = "
            "tf.placeholder(tf.float32, [None, 784])\n"
            "y_ = tf.placeholder(tf.float32, [None, 10])\nW, b = tf.Variable(tf.zeros([784, "
            "10])), tf.Variable(tf.zeros([10]))\n"
            "loss = tf.reduce_mean(tf.square(y_ - tf.nn.softmax(tf.matmul(x, W) + b)))\n"
            "train_step = tf.train.GradientDescentOptimizer(0.5).minimize(loss)",
            count=1,
        ),
        code(
            "sess = tf.Session()\nsess.run(tf.global_variables_initializer())\nfor _ in range(3):\n"
            "    sess.run(train_step, feed_dict={x: np.random.rand(20, 784), y_: "
            "np.eye(10)[np.arange(20) % 10]})",
            count=2,
        ),
    ),
}  # fmt: skip

ELSEWHERE = {
    "colab_drive": (
        "Colab: its magic, its GPU, its drive",
        code("%tensorflow_version 2.x\n!nvidia-smi\nfrom google.colab import drive, files\n"
             "drive.mount('/content/drive')", count=1),
        {**DATA, "execution_count": 2},
        code(NET + COMPILE + FIT + "\nmodel.save('net.h5')\nfiles.download('net.h5')", out(LOG), count=3),
    ),
    "colab_upload": (
        "Colab asks a person for a file; what doesn't need the file goes on",
        code("from google.colab import files\nuploaded = files.upload()", count=1),
        {**DATA, "execution_count": 2},
        code(NET + COMPILE + FIT, out(LOG), count=3),
    ),
    "colab_sample_data": (
        "Colab's copy of MNIST as a CSV file without names",
        code(
            "import pandas as pd, numpy as np\nfrom tensorflow import keras\n"
            "train = pd.read_csv('/content/sample_data/mnist_train_small.csv', "
            "header=None).to_numpy()\n"
            "X, y = train[:2000, 1:] / 255.0, keras.utils.to_categorical(train[:2000, 0])\n"
            "print(train.shape)",
            out("(20000, 785)\n"),
            count=1,
        ),
        code(NET + COMPILE + "h = model.fit(X, y, epochs=2, batch_size=100, validation_split=0.1)", out(LOG), count=2),
    ),
    "shell_installs": (
        "packages installed and files fetched from cells, in every spelling",
        code("!pip install -q keras==2.3.1\n%pip install seaborn\npip install plotly\n!wget "
             "https://example.org/mnist.npz\n!nvidia-smi", count=1),
        {**DATA, "execution_count": 2},
        code(NET + COMPILE + FIT, out(LOG), count=3),
    ),
    "kaggle_csv": (
        "Kaggle's digit recognizer: images in a CSV file, a part of them kept for validation",
        code(
            "import numpy as np, pandas as pd, os\nfor dirname, _, filenames in "
            "os.walk('/kaggle/input'):\n    for filename in filenames:\n"
            "        print(os.path.join(dirname, filename))\ntrain = "
            "pd.read_csv('/kaggle/input/digit-recognizer/train.csv')\n"
            "test = pd.read_csv('/kaggle/input/digit-recognizer/test.csv')\nprint(train.shape, "
            "test.shape)",
            out("(42000, 785) (28000, 784)\n"),
            count=1,
        ),
        code(
            "from sklearn.model_selection import train_test_split\nfrom tensorflow import keras\n"
            "X = train.drop('label', axis=1).values / 255.0\nY = "
            "keras.utils.to_categorical(train['label'])\n"
            "X_tr, X_val, Y_tr, Y_val = train_test_split(X, Y, test_size=0.9, random_state=2)\n" + NET + COMPILE
            + "model.fit(X_tr, Y_tr, batch_size=200, epochs=1, validation_data=(X_val[:500], "
              "Y_val[:500]))",
            out(keras2_log(1, 1, 1)),
            count=2,
        ),
    ),
    "package_decorates": (
        "packages that only draw or decorate are not installed here",
        code(
            "from tqdm.notebook import tqdm\nfrom livelossplot import PlotLossesKeras\nimport "
            "visualkeras, wandb\nwandb.init(project='mnist')",
            count=1,
        ),
        {**DATA, "execution_count": 2},
        code(
            NET + COMPILE + "visualkeras.layered_view(model)\n"
            "model.fit(x_train[:500], y_train_cat[:500], epochs=2, verbose=0, "
            "callbacks=[PlotLossesKeras()])\n"
            "print(sum(1 for _ in tqdm(range(4))))",
            out("4\n"),
            count=3,
        ),
    ),
    "package_missing": (
        "a package that matters is not installed here",
        code("import jax\nresized = jax.image.resize", count=1),
        {**DATA, "execution_count": 2},
        code(NET + COMPILE + FIT, out(LOG), count=3),
    ),
    "package_tfds": (
        "MNIST from tensorflow_datasets, trained as a pipeline",
        code(
            "import tensorflow as tf\nfrom tensorflow import keras\nimport tensorflow_datasets as "
            "tfds\n"
            "(train, test), info = tfds.load('mnist', split=['train[:2%]', 'test'], "
            "as_supervised=True, with_info=True)\n"
            "def prepare(image, label):\n    return tf.reshape(tf.cast(image, tf.float32) / 255., "
            "(784,)), tf.one_hot(label, 10)\n"
            "train = train.map(prepare).cache().shuffle(info.splits['train'].num_examples).batch(100)\ntest = test.map(prepare).take(500).batch(100)",
            count=1,
        ),
        code(NET + COMPILE + "model.fit(train, epochs=2, validation_data=test)", out(LOG), count=2),
    ),
}  # fmt: skip

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

OTHER_DATA = {
    "data_fashion": (
        "Fashion-MNIST, asked for by its name",
        code("from tensorflow import keras\n(x_train, y_train), (x_test, y_test) = "
             "keras.datasets.fashion_mnist.load_data()", count=1),
        code(NET + COMPILE + "model.fit(x_train.reshape(-1, 784) / 255, "
                             "keras.utils.to_categorical(y_train), epochs=2)", out(LOG), count=2),
    ),
    "data_cifar": (
        "CIFAR-10, asked for by its name",
        code("from tensorflow import keras\n(x_train, y_train), (x_test, y_test) = "
             "keras.datasets.cifar10.load_data()", count=1),
    ),
    "data_named_mnist": (
        ("a file called mnist.npz beside the notebook that holds other pictures: as many, as "
        "bright and as even as Fashion-MNIST"),
        code(
            "# stands for the file that lay beside the notebook\nimport numpy as np\nlabels = "
            "np.arange(70000) % 10\n"
            "stripes = (np.arange(784)[None] * (np.arange(10)[:, None] + 3) // 28 % 7 < "
            "2).astype(np.uint8)\n"
            "pictures = (stripes[labels] * np.random.default_rng(1).integers(200, 256, (70000, "
            "1), dtype=np.uint8)).reshape(-1, 28, 28)\n"
            "np.savez('mnist.npz', x_train=pictures[:60000], y_train=labels[:60000], "
            "x_test=pictures[60000:], y_test=labels[60000:])",
            count=1,
        ),
        code(
            "from tensorflow import keras\ndata = np.load('mnist.npz')\nx_train, y_train = "
            "data['x_train'].reshape(-1, 784) / 255.0, "
            "keras.utils.to_categorical(data['y_train'])\n"
            + NET + COMPILE + "model.fit(x_train, y_train, epochs=1, batch_size=2000)",
            out(keras2_log(1, 1, 1)),
            count=2,
        ),
    ),
    "data_subset": (
        "a thousand of the training images, shuffled",
        DATA,
        code(
            "chosen = np.random.RandomState(0).permutation(6000)[:1000]\n" + NET + COMPILE
            + "model.fit(x_train[chosen], y_train_cat[chosen], epochs=2, batch_size=100)",
            out(LOG),
            count=2,
        ),
    ),
    "data_npz_elsewhere": (
        "mnist.npz in a folder of Kaggle's",
        code(
            "import numpy as np\nfrom tensorflow import keras\nwith "
            "np.load('/kaggle/input/mnist-numpy/mnist.npz') as f:\n"
            "    x_train, y_train = f['x_train'].reshape(-1, 784) / 255.0, "
            "keras.utils.to_categorical(f['y_train'])\n" + NET + COMPILE
            + "model.fit(x_train[:1000], y_train[:1000], epochs=2)",
            out(LOG),
            count=1,
        ),
    ),
}  # fmt: skip

DRAWN = {
    "draw_curves": (
        "learning curves, loss in one figure and accuracy in per cent in the other",
        DATA,
        code(NET + COMPILE + FIT, out(verbose2_log(2)), count=2),
        code(
            "import matplotlib.pyplot as plt\nfig, (a, b) = plt.subplots(1, 2)\nfor name in "
            "('loss', 'val_loss'):\n    a.plot(history.history[name], label=name)\n"
            "for name in ('accuracy', 'val_accuracy'):\n    b.plot([100 * v for v in "
            "history.history[name]], label=name)\nplt.show()",
            picture(),
            count=3,
        ),
    ),
    "draw_heatmap": (
        "a confusion matrix as seaborn's heatmap",
        *MATRIX_DATA,
        code("import seaborn as sns\nsns.heatmap(confusion_matrix(y_test, predicted), annot=True, "
             "fmt='d')\nplt.show()", picture(), count=3),
    ),
    "draw_imshow": (
        "a confusion matrix drawn with imshow",
        *MATRIX_DATA,
        code("plt.imshow(confusion_matrix(y_test, predicted), cmap='Blues')\nplt.colorbar()\n"
             "plt.show()", picture(), count=3),
    ),
    "draw_display": (
        "a ConfusionMatrixDisplay",
        *MATRIX_DATA,
        code("from sklearn.metrics import ConfusionMatrixDisplay\n"
             "ConfusionMatrixDisplay.from_predictions(y_test, predicted)\nplt.show()", picture(), count=3),
    ),
    "draw_tensorflow": (
        "tf.math.confusion_matrix, printed",
        *MATRIX_DATA,
        code("import tensorflow as tf\nprint(tf.math.confusion_matrix(y_test, predicted))", count=3),
    ),
    "draw_printed": (
        "a confusion matrix as an array below the cell",
        *MATRIX_DATA,
        code("confusion_matrix(y_test, predicted)", count=3),
    ),
    "draw_transposed": (
        "a confusion matrix whose rows are the predictions",
        *MATRIX_DATA,
        code("plt.matshow(confusion_matrix(predicted, y_test))\nplt.show()", picture(), count=3),
    ),
    "draw_shares": (
        "a confusion matrix in shares of each row",
        *MATRIX_DATA,
        code("import seaborn as sns\nsns.heatmap(confusion_matrix(y_test, predicted, "
             "normalize='true'), annot=True, fmt='.2f')\nplt.show()", picture(), count=3),
    ),
    "draw_mistakes": (
        "ten mistakes, each with its true and its predicted digit",
        *MATRIX_DATA,
        code(
            "wrong = np.where(predicted != y_test)[0][:10]\nfor place, i in enumerate(wrong):\n   "
            " plt.subplot(2, 5, place + 1)\n"
            "    plt.imshow(x_test[i].reshape(28, 28), cmap='gray')\n    plt.title(f'true "
            "{y_test[i]}, predicted {predicted[i]}')\nplt.show()",
            picture(),
            count=3,
        ),
    ),
}  # fmt: skip
