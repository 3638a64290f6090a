"""A decorator times the training, a context manager the rest; cells have magics.

slow: yes
"""

# %%
%matplotlib inline
%config InlineBackend.figure_format = 'retina'
%load_ext autoreload
%autoreload 2
# %% include data
# %%
import functools
import time
from contextlib import contextmanager


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            print(f"{function.__name__} took {time.perf_counter() - start:.2f} s")

    return wrapper


@contextmanager
def timer(name):
    t0 = time.time()
    yield
    print(f"[{name}] done in {time.time() - t0:.1f} s")


@timed
def train(model, epochs=40):
    return model.fit(x_train, y_train, batch_size=32, epochs=epochs, validation_data=(x_valid, y_valid), verbose=0)


# %%
%%time
model = keras.Sequential([layers.Input((64,)), layers.Dense(32, "relu"), layers.Dense(10, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
history = train(model)
# %%
%%capture matrix_text
with timer("prediction"):
    predicted = model.predict(x_valid, verbose=0).argmax(axis=1)
print(confusion_matrix(y_valid, predicted))
# %%
matrix_text.show()
# %%
%timeit -n 3 -r 1 model.predict(x_valid[:1], verbose=0)
# %%
with plt.style.context("ggplot"), timer("figure"):
    for name, values in history.history.items():
        plt.subplot(1, 2, 1 + ("accuracy" in name))
        plt.plot(values, label=name)
        plt.legend()
    plt.tight_layout()
    plt.show()
