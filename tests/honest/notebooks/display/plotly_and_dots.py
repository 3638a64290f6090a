"""The losses are dots, the accuracies are drawn by Plotly, and so is the matrix.

"""

# %% include data
# %% include network
# %%
plt.scatter(history.epoch, history.history["loss"], label="training")
plt.scatter(history.epoch, history.history["val_loss"], label="validation")
plt.legend()
plt.show()
# %%
import plotly.express as px
import plotly.graph_objects as go

figure = go.Figure()
for name in ("accuracy", "val_accuracy"):
    figure.add_trace(go.Scatter(x=history.epoch, y=history.history[name], name=name))
figure.show()
# %%
px.imshow(confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1)), text_auto=True)
