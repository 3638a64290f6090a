"""Imports a helper of the student's own that was not handed in, within try, and goes on with what it would have done.

"""

# %% include data
# %% [2]
try:
    from my_utils import plot_history
except ImportError:
    print("my_utils not there, using the version in this notebook")
    def plot_history(history):
        for key in ("loss", "accuracy"):
            plt.plot(history.history[key], label=key)
            plt.plot(history.history["val_" + key], label="val_" + key)
            plt.legend()
            plt.show()
# %% include network
# %% [4]
plot_history(history)
print(confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1)))
