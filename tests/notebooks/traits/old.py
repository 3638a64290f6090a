"""Notebooks written for the Keras and TensorFlow of years ago."""

from __future__ import annotations

from parts import code, keras1_log, keras2_log, out, picture
from traits.pieces import COMPILE, DATA, FIT, LOG, NET

OLD_DATA = (
    "import numpy as np\nfrom keras.datasets import mnist\n(X_train, y_train), (X_test, y_test) = "
    "mnist.load_data()\n"
    "X_train = X_train[:600].reshape(600, 784).astype('float32') / 255\nX_test = "
    "X_test.reshape(10000, 784).astype('float32') / 255\n"
    "y_train = y_train[:600]\n"
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
