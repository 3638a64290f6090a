"""The top of a notebook as many have it: magics, installs, versions, seeds, warnings off, autoreload, and timing of cells.

"""

# %% [1]
%matplotlib notebook
%config InlineBackend.figure_format = 'retina'
%load_ext autoreload
%autoreload 2
!pip install -q scikit-learn tensorflow seaborn
!nvidia-smi
# %% [2]
import os, sys, random, platform, warnings, logging, time
warnings.filterwarnings("ignore")
logging.getLogger("tensorflow").setLevel(logging.ERROR)
os.environ["CUDA_VISIBLE_DEVICES"] = "0"
os.environ["PYTHONHASHSEED"] = "42"
import numpy as np, pandas as pd, tensorflow as tf, matplotlib.pyplot as plt
from tensorflow import keras
from tensorflow.keras import layers
print(platform.platform(), sys.version, tf.__version__, "GPU" if tf.config.list_physical_devices("GPU") else "CPU")
random.seed(42); np.random.seed(42); tf.random.set_seed(42)
pd.set_option("display.max_columns", None); np.set_printoptions(precision=3, suppress=True)
# %% [3]
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
X, y = load_digits(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(X / 16, y, test_size=360, random_state=0, stratify=y)
# %% [4]
%%time
model = keras.Sequential([layers.InputLayer(shape=[64]), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile(loss=keras.losses.sparse_categorical_crossentropy, optimizer=keras.optimizers.Adam(), metrics=["accuracy"])
start = time.time()
history = model.fit(x_train, y_train, epochs=40, batch_size=32, validation_data=(x_test, y_test), verbose=0)
print(f"took {time.time() - start:.1f} s")
# %% [5]
%matplotlib inline
pd.DataFrame(history.history)[["loss", "val_loss"]].plot(); plt.show()
pd.DataFrame(history.history)[["accuracy", "val_accuracy"]].plot(); plt.show()
# %% [6]
y_pred = np.argmax(model.predict(x_test), axis=-1)
pd.crosstab(y_test, y_pred, rownames=["True"], colnames=["Predicted"])
# %% [7]
%timeit -n 1 -r 1 model.predict(x_test, verbose=0)
