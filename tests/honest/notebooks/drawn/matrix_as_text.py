"""The matrix as LaTeX, as Markdown by hand, and in words: how often which digit is taken for which other.

"""

# %% include data
# %% include network
# %% [3]
for a, b in (("loss", "val_loss"), ("accuracy", "val_accuracy")):
    plt.plot(history.history[a], label=a); plt.plot(history.history[b], label=b); plt.legend(); plt.show()
# %% [4]
import pandas as pd
from IPython.display import Markdown, display

p = network.predict(x_valid, verbose=0).argmax(1)
cm = confusion_matrix(y_valid, p)
rows = ["| true | " + " | ".join(map(str, range(10))) + " |", "|" + "---|" * 11]
rows += [f"| **{d}** | " + " | ".join(str(n) for n in cm[d]) + " |" for d in range(10)]
display(Markdown("\n".join(rows)))
print(pd.DataFrame(cm).to_latex())
# %% [5]
for t, g in zip(*np.where(cm - np.diag(cm.diagonal()))):
    print(f"{t} taken for {g}: {cm[t, g]} times")
