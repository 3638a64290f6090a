"""As short as it gets: two cells, star imports, one-letter names.

slow: yes
"""

# %%
from pylab import *
from keras import *
from sklearn.datasets import load_digits as ld
from sklearn.model_selection import train_test_split as tts
a, b, c, d = tts(*(lambda D: (D.data / 16, D.target))(ld()), test_size=360, random_state=0, stratify=ld().target)
m = Sequential([layers.Dense(32, "relu"), layers.Dense(10, "softmax")])
m.compile("adam", "sparse_categorical_crossentropy", ["acc"])
h = m.fit(a, c, 32, 40, 0, validation_data=(b, d)).history
[plot(v, label=k) for k, v in h.items()], legend()
# %%
p = m.predict(b, verbose=0).argmax(1); C = bincount(10 * d + p, minlength=100).reshape(10, 10); print(C, (p == d).mean())
