"""The loss on the left axis, the accuracy in per cent on the right one; the matrix is counted by two loops.

slow: yes
"""

# %% include data
# %% include network

# %%
def show_history(hist, title=""):
    fig, ax_loss = plt.subplots(figsize=(7, 4))
    ax_acc = ax_loss.twinx()
    for key, values in hist.items():
        axis, style = (ax_acc, "--") if "accuracy" in key else (ax_loss, "-")
        scale = 100 if "accuracy" in key else 1
        axis.plot(range(1, len(values) + 1), [scale * v for v in values], style, label=key)
    ax_loss.set(xlabel="epoch", ylabel="loss", title=title)
    ax_acc.set_ylabel("accuracy in %")
    fig.legend()
    plt.show()


show_history(history.history, "network")
# %%
counts = [[0] * 10 for _ in range(10)]
for truth, scores in zip(y_valid, network.predict(x_valid, verbose=0)):
    counts[truth][int(np.argmax(scores))] += 1
print("true\\pred " + " ".join(f"{d:3d}" for d in range(10)))
for digit, row in enumerate(counts):
    print(f"{digit:9d} " + " ".join(f"{n:3d}" for n in row))
