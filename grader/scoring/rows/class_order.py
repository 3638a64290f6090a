"""Finds which class each output of a model stands for, by the labels that its training rows were
given.

Who trains on names (`"seven"`), on columns in alphabetical order or on numbers in order of
appearance gets a model whose outputs stand in another order than the data set's classes. That is no
mistake. An order is taken only where every label stands for one class and every class has one
label; nothing can be gained by a wrong one, since it is the same for all rows: a model still has to
tell the classes apart.
"""

from __future__ import annotations

import numpy as np

MAJORITY = 0.5
"""Of the recognised rows with one label, more than this share must be of one class: labels may be
noisy, and shuffled ones have no majority.
"""

ClassOrder = tuple[int, ...]


def class_order(labels: np.ndarray, sources: np.ndarray, truth: np.ndarray) -> ClassOrder:
    """For each class the place of its output; empty where it is the data set's own order, or not
    known.

    `labels` (n,) are what the rows were given, as integers; `sources` (n,) say which canonical
    example each row is, -1 for none; `truth` (m,) holds the class of each canonical example.
    """
    known = sources >= 0
    values, places = np.unique(labels, return_inverse=True)
    classes = int(truth.max()) + 1
    if len(values) != classes or not known.any():
        return ()
    counts = np.zeros((classes, classes), np.int64)
    np.add.at(counts, (places[known], truth[sources[known]]), 1)
    seen = counts.sum(1)
    stands_for = counts.argmax(1)
    certain = counts.max(1) > MAJORITY * seen
    if not certain.all() or len(set(stands_for.tolist())) != classes:
        return ()
    order = tuple(np.argsort(stands_for).tolist())
    return () if order == tuple(range(classes)) else order
