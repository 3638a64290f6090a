"""Notebooks written for Colab and Kaggle, with packages and data that are there."""

from __future__ import annotations

from parts import code, keras2_log, out
from traits.pieces import COMPILE, DATA, FIT, LOG, NET

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
