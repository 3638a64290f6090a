"""Trained in a thread, so that the notebook stays free; the classes are weighed as scikit-learn says.

other: network.curves, network.matrix
trained_by: grader
"""

# %% include data
# %% include build

# %%
import threading

from sklearn.utils.class_weight import compute_class_weight

weights = compute_class_weight(class_weight="balanced", classes=np.unique(y_train), y=y_train)
network, came = build(), {}


def work():
    came["history"] = network.fit(
        x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0,
        class_weight=dict(enumerate(weights)),
    )


worker = threading.Thread(target=work)
worker.start()
worker.join()
# %%
assert len(came["history"].history["val_loss"]) == 40
print(network.evaluate(x_valid, y_valid, verbose=0))
