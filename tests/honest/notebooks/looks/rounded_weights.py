"""Copies of the trained network with weights rounded to half precision and to eight bits, or cut to the largest, are evaluated.

slow: yes
"""

# %% include data
# %% include network
# %% include shown
# %%
def to_int8(w):
    scale = np.abs(w).max() / 127 or 1
    return np.round(w / scale).astype(np.int8) * scale


def keep_largest(w, share=0.5):
    return np.where(np.abs(w) >= np.quantile(np.abs(w), 1 - share), w, 0)


weights = network.get_weights()
copies = {
    "float32": weights,
    "float16": [w.astype(np.float16).astype(np.float32) for w in weights],
    "int8": [to_int8(w) for w in weights],
    "half of them zero": [keep_largest(w) for w in weights],
    "nine of ten zero": [keep_largest(w, 0.1) for w in weights],
}
for name, values in copies.items():
    twin = keras.models.clone_model(network)
    twin.set_weights(values)
    twin.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    loss, accuracy = twin.evaluate(x_valid, y_valid, verbose=0)
    print(f"{name:>18}: loss {loss:.4f}  accuracy {accuracy:.4f}")
# %% [output]
#            float32: loss 0.1344  accuracy 0.9694
#            float16: loss 0.1344  accuracy 0.9694
#               int8: loss 0.1349  accuracy 0.9694
#  half of them zero: loss 0.2189  accuracy 0.9389
#   nine of ten zero: loss 1.9618  accuracy 0.2444
