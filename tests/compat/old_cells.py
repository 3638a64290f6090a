"""Cells of old notebooks, by name."""

from tests.recorder.kernels import DATA

CELLS = {
    "data": DATA,
    "shell": """
!pip install keras==2.2.4
%pip install -q visualkeras
!apt-get update && wget http://example.org/mnist.zip ; unzip mnist.zip
gpus = !nvidia-smi
print(gpus)
!echo echoed
%tensorflow_version 2.x
%load_ext tensorboard
%matplotlib notebook
""",
    "bare pip": "print('before')\npip install plotly\nprint('after')",
    "pip in a text": 'text = """\npip install\n"""\nprint(len(text))',
    "bash": "%%bash\npip install x\necho in bash",
    "colab": "from google.colab import drive, files\ndrive.mount('/content/drive')\nfiles.upload()",
    "not colab": """
import sys
sys.modules.pop("google.colab")
try:
    import google.colab
    print("on Colab")
except ImportError:
    print("elsewhere")
""",
    "decoration": """
from tqdm.notebook import tqdm
from livelossplot import PlotLossesKeras
import plotly.express as px
import visualkeras
px.line(x=[1]).show()
visualkeras.layered_view(network())
network().fit(x_train, Y_train, verbose=0, callbacks=[PlotLossesKeras()])
print([number for number in tqdm(range(3))])
""",
    "torch": "import torch",
    "guarded": "try:\n    import torchvision\nexcept ImportError:\n    print('without')",
    "moved": """
from keras.utils import np_utils
from keras.layers.core import Dense, Dropout
from keras.layers.convolutional import *
from keras.layers.advanced_activations import LeakyReLU
from tensorflow.python.keras.models import Sequential
from tensorflow.keras.layers.experimental.preprocessing import Rescaling
from keras.preprocessing.image import ImageDataGenerator
from keras.preprocessing.text import Tokenizer
from keras.initializers import normal
from keras.engine.topology import Layer
import keras.utils.np_utils as direct
print(Sequential is keras.Sequential, Dense is keras.layers.Dense, np_utils.to_categorical is direct.to_categorical)
""",
    "gone": "from tensorflow.examples.tutorials.mnist import input_data",
    "graph": "tensorflow = __import__('tensorflow')\ntensorflow.placeholder('float')",
    "keras 1": """
from keras.optimizers import SGD
model = keras.models.Sequential()
model.add(Dense(output_dim=16, input_dim=784, init="uniform", W_regularizer=keras.regularizers.l2(0.01)))
model.add(Dropout(p=0.25))
model.add(Dense(10, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer=SGD(lr=0.1, momentum=0, nesterov=True), metrics=["accuracy"])
history = model.fit(x_train, Y_train, nb_epoch=2, batch_size=20, verbose=0, validation_data=(x_test, Y_test))
print(len(history.history["acc"]), len(history.history["val_acc"]), list(history.history))
print(model.predict_classes(x_test).shape, model.predict_proba(x_test).shape)
""",
    "convolution": """
from keras import backend as K
from keras.layers import Convolution2D, MaxPooling2D
K.set_image_dim_ordering("th")
net = keras.models.Sequential()
net.add(Convolution2D(4, 3, 3, border_mode="same", input_shape=(1, 28, 28)))
net.add(Convolution2D(4, 5, 5, subsample=(2, 2)))
net.add(MaxPooling2D(pool_size=(2, 2), dim_ordering="th"))
K.set_image_dim_ordering("tf")
print([layer.output.shape[1:] for layer in net.layers], isinstance(net.layers[0], Convolution2D))
""",
    "today's convolution": "print(keras.layers.Conv2D(4, 3, 2).strides, keras.layers.Conv2D(4, 3, "
    "3).strides)",
    "decay": """
import tensorflow as tf
def trained(optimizer):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones", use_bias=False)])
    model.compile(optimizer, "mse")
    model.fit(np.ones((4, 1)), np.zeros((4, 1)), batch_size=1, epochs=1, verbose=0, shuffle=False)
    return float(model.get_weights()[0][0, 0])
by_hand = 1.0
for step in range(4):
    by_hand -= 0.1 / (1 + 0.5 * step) * 2 * by_hand
print(round(trained(SGD(lr=0.1, decay=0.5)), 5), round(by_hand, 5), round(trained(SGD(0.1)), 5), round(0.8**4, 5))
""",
    "files": """
from keras.callbacks import ModelCheckpoint, EarlyStopping, TensorBoard
callbacks = [ModelCheckpoint("best-{epoch}-{val_acc:.1f}.hdf5", monitor="val_acc"), EarlyStopping(monitor="val_acc"), TensorBoard()]
model.fit(x_train, Y_train, epochs=2, verbose=0, validation_data=(x_test, Y_test), callbacks=callbacks)
before = model.predict(x_test, verbose=0)
model.save_weights("weights.hdf5")
model.save_weights("checkpoint")
model.save("whole")
model.save("whole.h5")
import glob
print(len(glob.glob("best-*.hdf5")), sorted(glob.glob("w*") + glob.glob("check*")))
for name in ("weights.hdf5", "checkpoint"):
    model.set_weights([values * 0 for values in model.get_weights()])
    model.load_weights(name)
    print(np.allclose(model.predict(x_test, verbose=0), before))
for name in ("whole", "whole.h5"):
    print(np.allclose(keras.models.load_model(name).predict(x_test, verbose=0), before))
""",
    "checkpoints": """
import tensorflow as tf
from keras.callbacks import ModelCheckpoint
small = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10, activation="softmax")])
small.compile("adam", "categorical_crossentropy")
keeps = ModelCheckpoint("training/cp-{epoch:04d}.ckpt", save_weights_only=True)
print(tf.train.latest_checkpoint("training"))
small.fit(x_train, Y_train, epochs=2, verbose=0, callbacks=[keeps])
latest = tf.train.latest_checkpoint("training")
print(latest, tf.train.latest_checkpoint("elsewhere"), tf.train.latest_checkpoint("."))
before = small.predict(x_test, verbose=0)
small.set_weights([values * 0 for values in small.get_weights()])
small.load_weights(latest).expect_partial()
print(np.allclose(small.predict(x_test, verbose=0), before))
""",
    "generators": """
images = x_train.reshape(-1, 28, 28, 1)
small = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
small.compile("adam", "categorical_crossentropy", metrics=["acc"])
flow = ImageDataGenerator(rotation_range=5).flow(images, Y_train, batch_size=20)
history = small.fit_generator(flow, steps_per_epoch=len(images) / 20, epochs=2, verbose=0, workers=4)
print(len(history.history["accuracy"]), len(small.evaluate_generator(flow, steps=3)))
""",
    "wrapper": """
from keras.wrappers.scikit_learn import KerasClassifier
from sklearn.model_selection import cross_val_score
def build(hidden=4):
    model = keras.Sequential([keras.Input((784,)), Dense(hidden), Dense(10, activation="softmax")])
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return model
classifier = KerasClassifier(build_fn=build, epochs=1, batch_size=20, verbose=0, hidden=6)
classifier.fit(x_train, y_train)
print(classifier.predict(x_test).shape, classifier.model.layers[0].units, len(cross_val_score(classifier, x_train, y_train, cv=2)))
""",
    "old science": """
from sklearn.cross_validation import train_test_split
from sklearn.externals import joblib
import matplotlib.pyplot as plt
plt.style.use("seaborn-whitegrid")
print(np.zeros(1).astype(np.float).dtype, np.NaN, np.product([2, 3]), hasattr(np, "nonsense"))
print(type(tf.train.AdamOptimizer(0.01)).__name__, keras.callbacks.ReduceLROnPlateau(epsilon=0.5).min_delta)
""",
    "matrices": """
import scikitplot
from mlxtend.plotting import plot_confusion_matrix
import matplotlib.pyplot as plt
scikitplot.metrics.plot_confusion_matrix([0, 1, 1], [0, 1, 0])
plt.show()
figure, axes = plot_confusion_matrix(conf_mat=np.array([[5, 1], [0, 4]]))
plt.show()
""",
    "other data": "keras.datasets.fashion_mnist.load_data()",
    "a typo": "keras.layers.Denes(3)",
    "a wrong argument": "keras.layers.Dense(3, unit=4)",
}
FAILING = ["colab", "torch", "gone", "graph", "other data", "a typo", "a wrong argument"]
