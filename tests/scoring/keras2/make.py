"""Makes `models.json` and `arrays.npz`: models of Keras 2 with weights, an input and what they
answer.

Run it with Keras 2.15 (TensorFlow 2.15): `python make.py`.
"""

import json

import numpy as np
import tensorflow as tf
from tensorflow import keras

L = keras.layers
rng = np.random.default_rng(0)
img = lambda: keras.Input((8, 8, 3))
seq = lambda: keras.Input((6, 4))
flat = lambda: keras.Input((12,))


def S(*layers):
    return keras.Sequential(list(layers))


cases = {}
cases["dense_input_shape"] = lambda: S(
    L.Dense(5, activation="relu", input_shape=(12,), kernel_regularizer=keras.regularizers.l2(0.01)),
    L.Dropout(0.3),
    L.Dense(3, activation="softmax"),
)
cases["dense_input_dim"] = lambda: S(L.Dense(5, input_dim=12), L.Activation("relu"), L.LeakyReLU(alpha=0.2), L.Dense(3))
cases["unbuilt"] = lambda: S(L.Flatten(), L.Dense(3))
cases["bn"] = lambda: S(flat(), L.BatchNormalization(), L.LayerNormalization(), L.Dense(3))
cases["cnn"] = lambda: S(
    L.Conv2D(4, 3, activation="relu", padding="same", input_shape=(8, 8, 3)),
    L.BatchNormalization(),
    L.MaxPooling2D(),
    L.SeparableConv2D(5, 2),
    L.DepthwiseConv2D(2),
    L.GlobalAveragePooling2D(),
    L.Dense(3),
)
cases["cnn2"] = lambda: S(
    img(),
    L.Conv2DTranspose(4, 3),
    L.UpSampling2D(),
    L.AveragePooling2D(),
    L.ZeroPadding2D(1),
    L.Cropping2D(1),
    L.SpatialDropout2D(0.2),
    L.GaussianNoise(0.1),
    L.Flatten(),
    L.Dense(3, activation=tf.nn.softmax),
)
cases["conv1d"] = lambda: S(
    seq(), L.Conv1D(4, 2), L.SeparableConv1D(3, 2), L.MaxPooling1D(), L.GlobalMaxPooling1D(), L.Dense(3)
)
cases["lstm"] = lambda: S(
    seq(), L.LSTM(4, return_sequences=True), L.GRU(3, return_sequences=True), L.SimpleRNN(3), L.Dense(3)
)
cases["bi"] = lambda: S(
    seq(), L.Bidirectional(L.LSTM(4, return_sequences=True)), L.TimeDistributed(L.Dense(3)), L.Flatten(), L.Dense(3)
)
cases["embedding"] = lambda: S(L.Embedding(20, 4, input_length=6), L.Flatten(), L.Dense(3))
cases["reshape"] = lambda: S(
    flat(), L.Reshape((3, 4)), L.Permute((2, 1)), L.Flatten(), L.RepeatVector(2), L.Flatten(), L.Dense(3)
)
cases["preproc"] = lambda: S(
    L.Rescaling(1 / 255, input_shape=(8, 8, 3)),
    L.RandomFlip("horizontal"),
    L.RandomRotation(0.1),
    L.RandomZoom(0.1),
    L.RandomTranslation(0.1, 0.1),
    L.RandomContrast(0.1),
    L.Resizing(6, 6),
    L.CenterCrop(4, 4),
    L.Flatten(),
    L.Dense(3),
)
cases["activations"] = lambda: S(
    flat(),
    L.ReLU(max_value=6),
    L.ELU(),
    L.Softmax(),
    L.PReLU(),
    L.Dense(4, activation="gelu"),
    L.Dense(4, activation="swish"),
    L.Dense(3, activation="selu"),
    L.AlphaDropout(0.1),
)


def functional():
    i = flat()
    a = L.Dense(4, activation="relu")(i)
    b = L.Dense(4)(i)
    c = L.Concatenate()([a, b])
    d = L.Add()([a, b])
    e = L.Concatenate()([c, d])
    return keras.Model(i, L.Dense(3, activation="softmax")(e))


cases["functional"] = functional


def ops():
    i = flat()
    x = i / 255.0
    x = L.Dense(4)(x)
    x = tf.nn.relu(x)
    return keras.Model(i, L.Dense(3)(x))


cases["ops"] = ops


def shared():
    i = flat()
    d = L.Dense(12)
    return keras.Model(i, L.Dense(3)(d(d(i))))


cases["shared"] = shared


def nested():
    inner = S(L.Dense(4, input_shape=(12,)), L.Dense(4))
    i = flat()
    return keras.Model(i, L.Dense(3)(inner(i)))


cases["nested"] = nested
cases["nested_seq"] = lambda: S(
    L.InputLayer((12,)), S(L.Dense(4, input_shape=(12,)), L.BatchNormalization()), L.Dense(3)
)


def nested_f():
    i = flat()
    inner = keras.Model(i, L.Dense(4)(i))
    return S(flat(), inner, L.Dense(3))


cases["nested_f"] = nested_f


def attention():
    i = seq()
    x = L.MultiHeadAttention(2, 3)(i, i)
    y = L.Attention()([x, x])
    return keras.Model(i, L.Dense(3)(L.Flatten()(y)))


cases["attention"] = attention


def call_kwargs():
    i = seq()
    x, h, c = L.LSTM(4, return_state=True)(i)
    y = L.LSTM(4)(i, initial_state=[h, c])
    return keras.Model(i, L.Dense(3)(y))


cases["lstm_state"] = call_kwargs


def normalization():
    n = L.Normalization()
    n.adapt(rng.random((50, 12)))
    return S(flat(), n, L.Dense(3))


cases["normalization"] = normalization


def mixed():
    keras.mixed_precision.set_global_policy("mixed_float16")
    m = S(flat(), L.Dense(3))
    keras.mixed_precision.set_global_policy("float32")
    return m


cases["mixed"] = mixed
cases["groupnorm"] = lambda: S(img(), L.GroupNormalization(3), L.UnitNormalization(), L.Flatten(), L.Dense(3))
out, arrays = {}, {}
for name, make in cases.items():
    try:
        m = make()
        if not m.built:
            m.build((None, 3, 4))
        shape = m.input_shape[1:] if hasattr(m, "input_shape") and name != "unbuilt" else (3, 4)
        for w in m.weights:
            w.assign(tf.cast(rng.uniform(0.1, 0.9, w.shape), w.dtype))
        for l in m._flatten_layers():
            if hasattr(l, "finalize_state"):
                l.finalize_state()
        x = (
            rng.integers(0, 19, (5, *shape)).astype("float32")
            if name == "embedding"
            else rng.random((5, *shape)).astype("float32")
        )
        y = m(x, training=False).numpy().astype("float32")
        held = {"x": x, "y": y, **{f"w{i:04d}": w for i, w in enumerate(m.get_weights())}}
        arrays |= {f"{name}.{key}": array for key, array in held.items()}
        out[name] = json.loads(m.to_json())
    except Exception as e:
        print(name, "NOT MADE", type(e).__name__, str(e)[:200])
json.dump(out, open("models.json", "w"))
np.savez_compressed("arrays.npz", **arrays)
