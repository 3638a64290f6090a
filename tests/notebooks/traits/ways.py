"""Notebooks by how they are written and in which order they were run."""

from __future__ import annotations

from parts import (
    ADAM,
    CNN,
    CNN_FIT,
    DENSE,
    FIT,
    SGD,
    code,
    keras1_log,
    keras2_log,
    out,
    picture,
    verbose2_log,
)
from traits.shown import EVALUATE, EVALUATED, TRAINED

PLOT = "plt.plot(history.history['{0}'])\nplt.plot(history.history['val_{0}'])\nplt.show()"
ORDER = {
    "order_by_counts": (
        (
            "a cell that recompiles with Adam stands between the SGD compile and its fit, but ran "
            "before both"
        ),
        code(DENSE, count=1),
        code(SGD, count=3),
        code(ADAM, count=2),
        code(FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=4),
    ),
    "order_counts_repeated": (
        "two cells carry the same count, so that the document's order is taken",
        code(DENSE, count=1),
        code(SGD, count=1),
        code(FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=1),
    ),
    "order_counts_lost": (
        "outputs without any counts",
        code(DENSE),
        code(SGD),
        code(FIT.format(epochs=3), out(keras2_log(1, 3, 3))),
        code(EVALUATE, out(EVALUATED)),
        code(ADAM + FIT.format(epochs=9)),
    ),
    "order_never_run": (
        "a training that was written and never run, after one that was",
        TRAINED,
        code(CNN + CNN_FIT),
    ),
    "order_nothing_run": (
        "a notebook whose outputs and counts were cleared",
        code(DENSE + SGD + FIT.format(epochs=500)),
    ),
}

WAYS = {
    "way_functional": (
        "the functional API, all names the student's own",
        code(
            "from tensorflow.keras.layers import Input, Dense\nfrom tensorflow.keras.models "
            "import Model\na = Input(shape=(784,))\n"
            "b = Dense(64, activation='sigmoid')(a)\nc = Dense(10, activation='softmax')(b)\nnetz "
            "= Model(inputs=a, outputs=c)\n"
            "netz.compile(loss='mse', optimizer=tf.keras.optimizers.SGD(learning_rate=0.01), "
            "metrics=['acc'])\n"
            "verlauf = netz.fit(x, y, epochs=3, batch_size=128)",
            out(keras2_log(1, 3, 3)),
            count=1,
        ),
    ),
    "way_subclass": (
        "a model class of the student's own",
        code(
            "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
            "        self.one = keras.layers.Dense(64, activation='sigmoid')\n"
            "        self.two = keras.layers.Dense(10, activation='softmax')\n"
            "    def call(self, x):\n        return self.two(self.one(x))\nmodel = Net()\n"
            + SGD
            + FIT.format(epochs=3),
            out(keras2_log(1, 3, 3)),
            count=1,
        ),
    ),
    "way_in_a_function": (
        "model and training in functions, with arguments",
        code(
            "def build(units, optimizer):\n    net = keras.Sequential()\n    "
            "net.add(keras.Input((28 * 28,)))\n"
            "    net.add(keras.layers.Dense(units, activation='sigmoid'))\n    "
            "net.add(keras.layers.Dense(10))\n"
            "    net.add(keras.layers.Activation('softmax'))\n    net.compile(optimizer, 'mse', "
            "['accuracy'])\n    return net\n"
            "def train(net, epochs=1):\n    return net.fit(x, y, epochs=epochs, batch_size=128)",
            count=1,
        ),
        code("h1 = train(build(64, 'sgd'), epochs=3)", out(keras2_log(1, 3, 3)), count=2),
        code("h2 = train(build(units=64, optimizer='adam'), 2)", out(keras2_log(1, 2, 2)), count=3),
    ),
    "way_one_name": (
        "every model is called model, every history history",
        code(DENSE + SGD + FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=1),
        code(PLOT.format("loss"), picture(), count=2),
        code(CNN.replace("cnn", "model") + FIT.format(epochs=15), out(verbose2_log(15)), count=3),
        code(PLOT.format("accuracy"), picture(), count=4),
        code(EVALUATE, out(EVALUATED), count=5),
    ),
    "way_layers_in_a_loop": (
        "layers added in a loop over a list",
        code(
            "model = keras.Sequential()\nfor filters in [32, 64]:\n"
            "    model.add(keras.layers.Conv2D(filters, 3, activation='relu'))\n    "
            "model.add(keras.layers.MaxPooling2D())\n"
            "model.add(keras.layers.Flatten())\nmodel.add(keras.layers.Dropout(rate=0.5))\n"
            "model.add(keras.layers.Dense(10, 'softmax'))\n"
            "model.compile('adam', keras.losses.SparseCategoricalCrossentropy(), metrics=['acc'])\n"
            + FIT.format(epochs=15),
            out(verbose2_log(15)),
            count=1,
        ),
    ),
    "way_wrapper": (
        "KerasClassifier of the scikit-learn wrappers",
        code(
            "from keras.wrappers.scikit_learn import KerasClassifier\ndef make():\n    "
            + DENSE.replace("\n", "\n    ")
            + SGD
            + "    return model\nclf = KerasClassifier(build_fn=make, epochs=3, batch_size=128)\n"
            "clf.fit(x_train, y_train)",
            out(keras2_log(1, 3, 3)),
            count=1,
        ),
    ),
    "way_several_fits": (
        "one model trained in three cells",
        code(DENSE + SGD + FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=1),
        code(FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=2),
        code(FIT.format(epochs=3), out(keras2_log(1, 3, 3)), count=3),
    ),
    "way_batches": (
        "train_on_batch in a loop, the figures printed",
        code(
            DENSE
            + SGD
            + "for epoch in range(1, 4):\n    for x, y in batches:\n        loss, acc = "
            "model.train_on_batch(x, y)\n"
            "    print('Epoch', epoch, 'loss:', loss, 'acc:', acc)",
            out(
                "Epoch 1 loss: 0.07 acc: 0.5\nEpoch 2 loss: 0.06 acc: 0.6\nEpoch 3 loss: 0.05 "
                "acc: 0.7\n"
            ),
            count=1,
        ),
    ),
    "way_magics": (
        "Colab's magics, shell lines, a bare pip install, and a print of Python 2",
        code(
            "%tensorflow_version 2.x\n!pip install -q keras\npip install seaborn\nfiles = !ls\n"
            "%matplotlib inline",
            count=1,
        ),
        code(
            "%%time\n" + DENSE + SGD + 'print "compiled"\n' + FIT.format(epochs=3),
            out(keras2_log(1, 3, 3)),
            count=2,
        ),
    ),
    "way_old_layers": (
        "layers and arguments of Keras 1: Convolution2D(32, 3, 3), output_dim, lr",
        code(
            "from keras.layers.core import Dense, Dropout, Activation, Flatten\n"
            "from keras.layers.convolutional import Convolution2D, MaxPooling2D\nmodel = "
            "Sequential()\n"
            "model.add(Convolution2D(32, 3, 3, border_mode='valid', input_shape=(28, 28, 1)))\n"
            "model.add(Activation('relu'))\n"
            "model.add(MaxPooling2D(pool_size=(2, 2)))\nmodel.add(Convolution2D(64, 3, 3, "
            "activation='relu'))\n"
            "model.add(MaxPooling2D())\nmodel.add(Flatten())\nmodel.add(Dropout(0.5))\n"
            "model.add(Dense(output_dim=10))\n"
            "model.add(Activation('softmax'))\nmodel.compile(Adam(lr=1e-3), "
            "'categorical_crossentropy')\n"
            "model.fit(x, y, 128, nb_epoch=15)",
            out(keras1_log(15)),
            count=1,
        ),
    ),
    "near_relu": (
        "ReLU where sigmoid was asked for",
        code(
            DENSE.replace("sigmoid", "relu") + SGD + FIT.format(epochs=3),
            out(keras2_log(1, 3, 3)),
            count=1,
        ),
    ),
    "near_momentum": (
        "SGD with momentum where plain SGD was asked for",
        code(
            DENSE
            + "model.compile(keras.optimizers.SGD(0.1, momentum=0.9), loss='mse')\n"
            + FIT.format(epochs=3),
            out(keras2_log(1, 3, 3)),
            count=1,
        ),
    ),
    "near_no_dropout": (
        "the CNN without its dropout",
        code(
            CNN.replace("    keras.layers.Dropout(0.5),\n", "") + CNN_FIT,
            out(verbose2_log(15)),
            count=1,
        ),
    ),
    "far_autoencoder": (
        "an autoencoder answers none of the roles",
        code(
            DENSE.replace("Dense(10", "Dense(784") + SGD + FIT.format(epochs=3),
            out(keras2_log(1, 3, 3)),
            count=1,
        ),
    ),
    "curves_in_a_function": (
        "learning curves drawn by a function of the student's",
        TRAINED,
        code(
            "def draw(h, name):\n    plt.plot(h.history[name])\n    plt.plot(h.history['val_' + "
            "name])\n    plt.show()",
            count=2,
        ),
        code("draw(history, 'loss')", picture(), count=3),
    ),
    "curves_by_pandas": (
        "learning curves drawn from a data frame",
        TRAINED,
        code(
            "pd.DataFrame(history.history).plot(figsize=(8, 5))\nplt.grid(True)", picture(), count=2
        ),
    ),
    "curves_without_picture": (
        "code that plots, and no picture below it",
        TRAINED,
        code(PLOT.format("loss"), count=2),
    ),
}
