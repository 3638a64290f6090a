"""Written on Colab: mounts a drive, installs packages, works in a folder of the drive, saves and downloads the model.

slow: yes
"""

# %% [1]
!pip install -q tensorflow seaborn
!nvidia-smi
# %% [2]
%tensorflow_version 2.x
from google.colab import drive

drive.mount("/content/drive")
# %% [3]
%cd /content/drive/MyDrive/Colab Notebooks/digits
!ls -la
# %% include data
# %%
#@title Hyperparameters { run: "auto" }
EPOCHS = 40 #@param {type:"slider", min:1, max:100, step:1}
BATCH_SIZE = 32 #@param [16, 32, 64] {type:"raw"}
hidden_units = 32 #@param {type:"integer"}
# %%
import tensorflow as tf

print(tf.__version__, tf.config.list_physical_devices("GPU"))
if not tf.test.gpu_device_name():
    print("no GPU: Runtime > Change runtime type")
with tf.device("/device:GPU:0" if tf.config.list_physical_devices("GPU") else "/CPU:0"):
    network = keras.Sequential([layers.Input((64,)), layers.Dense(hidden_units, activation="relu"), layers.Dense(10, activation="softmax")])
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = network.fit(x_train, y_train, batch_size=BATCH_SIZE, epochs=EPOCHS, validation_data=(x_valid, y_valid))
# %% include shown
# %%
from google.colab import files

network.save("/content/drive/MyDrive/digits.keras")
!zip -r -q model.zip .
files.download("digits.keras")
