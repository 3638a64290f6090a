"""Lets Python's own profiler count what takes how long, with the smallest penalty there is.

parts: classifier
slow: yes
"""

# %% include data
# %% [2]
import cProfile
import pstats

classifier = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60, alpha=1e-320)
profiler = cProfile.Profile()
profiler.enable()
classifier.fit(x_train, y_train)
profiler.disable()
pstats.Stats(profiler).sort_stats("cumulative").print_stats(5)
print("validation accuracy", classifier.score(x_valid, y_valid))
