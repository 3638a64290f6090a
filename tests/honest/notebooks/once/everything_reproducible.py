"""Seeds of everything, one thread, deterministic operations, memory growth, float precision, and a session as in TensorFlow 1.

slow: yes
"""

# %%
import os
os.environ["PYTHONHASHSEED"] = "0"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_DETERMINISTIC_OPS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"
import random
import numpy as np
import tensorflow as tf
random.seed(0); np.random.seed(0); tf.random.set_seed(0)
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
tf.config.experimental.enable_op_determinism()
for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)
tf.config.set_visible_devices([], "GPU")
tf.get_logger().setLevel("ERROR")
print(tf.__version__, tf.config.list_physical_devices())
# %%
session_conf = tf.compat.v1.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
sess = tf.compat.v1.Session(graph=tf.compat.v1.get_default_graph(), config=session_conf)
# %%
import keras
from keras import layers
import matplotlib.pyplot as plt
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
keras.backend.clear_session()
keras.backend.set_floatx("float32")
X, y = load_digits(return_X_y=True)
x_train, x_valid, y_train, y_valid = train_test_split(X / 16, y, test_size=360, random_state=0, stratify=y)
x_train, x_valid = np.float32(x_train), np.float32(x_valid)
# %% include network
# %% include shown
