"""Early stopping, plateaus, a log, checkpoints and TensorBoard at once; the log is read by pandas and drawn.

"""

# %% include data
# %% [2]
%load_ext tensorboard
import datetime, os
import pandas as pd
import tensorflow as tf
from tensorflow.keras.callbacks import CSVLogger, EarlyStopping, ModelCheckpoint, ReduceLROnPlateau, TensorBoard, TerminateOnNaN

log_dir = os.path.join("logs", datetime.datetime.now().strftime("%Y%m%d-%H%M%S"))
callbacks = [
    EarlyStopping(monitor="val_loss", patience=15, min_delta=1e-4, restore_best_weights=True, verbose=1),
    ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=8, min_lr=1e-5, verbose=1),
    CSVLogger("training.csv", separator=";", append=False),
    ModelCheckpoint("best.keras", monitor="val_accuracy", save_best_only=True, verbose=0),
    TensorBoard(log_dir=log_dir, histogram_freq=0),
    TerminateOnNaN(),
]
# %% [3]
net = tf.keras.Sequential([tf.keras.Input((64,)), tf.keras.layers.Dense(32, "relu"), tf.keras.layers.Dense(10, "softmax")])
net.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(), ["accuracy"])
net.fit(x_train, y_train, 32, 40, validation_data=(x_valid, y_valid), callbacks=callbacks, verbose=0)
# %% [4]
%tensorboard --logdir logs
# %% [5]
log = pd.read_csv("training.csv", sep=";", index_col="epoch")
ax = log.filter(like="loss").plot(title="loss")
log.filter(regex="acc").plot(title="accuracy", secondary_y=False)
plt.show()
log.tail(3)
# %% [6]
best = tf.keras.models.load_model("best.keras")
print("last:", net.evaluate(x_valid, y_valid, verbose=0)[1], "best:", best.evaluate(x_valid, y_valid, verbose=0)[1])
print(confusion_matrix(y_valid, net.predict(x_valid, verbose=0).argmax(-1)))
