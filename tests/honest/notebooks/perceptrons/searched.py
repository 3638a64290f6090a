"""A search among two rates takes the better one and trains it on all training rows.

parts: classifier
slow: yes
"""

# %% include data

# %%
from sklearn.model_selection import GridSearchCV

search = GridSearchCV(
    MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60, random_state=1),
    {"learning_rate_init": [0.001, 0.003]},
    cv=2,
)
search.fit(x_train, y_train)
print(search.best_params_, f"accuracy {search.score(x_valid, y_valid):.4f}")
