# %%
for metric in ("loss", "accuracy"):
    plt.plot(history.history[metric], label="training")
    plt.plot(history.history[f"val_{metric}"], label="validation")
    plt.legend()
    plt.show()

# %%
predicted = network.predict(x_valid, verbose=0).argmax(axis=1)
print(confusion_matrix(y_valid, predicted))
