"""Curves in Plotly's subplots, the matrix as an annotated heat map of its figure factory.

"""

# %% include data
# %% include network
# %% [3]
import plotly.figure_factory as ff
import plotly.graph_objects as go
from plotly.subplots import make_subplots

fig = make_subplots(rows=1, cols=2, subplot_titles=("Loss", "Accuracy"))
for col, metric in enumerate(("loss", "accuracy"), start=1):
    fig.add_trace(go.Scatter(y=history.history[metric], mode="lines+markers", name="train " + metric), row=1, col=col)
    fig.add_trace(go.Scatter(y=history.history[f"val_{metric}"], mode="lines", name="val " + metric), row=1, col=col)
fig.update_layout(height=350, template="plotly_white")
fig.show()
# %% [4]
cm = confusion_matrix(y_valid, np.argmax(network.predict(x_valid, verbose=0), 1))
names = [str(d) for d in range(10)]
ff.create_annotated_heatmap(z=cm, x=names, y=names, annotation_text=cm.astype(str), colorscale="Blues").show()
