"""Changes that code makes to examples are recognised."""

import pytest

from grader.evidence.runs.changes import changes_in
from grader.model.submission import Cell


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("flow = ImageDataGenerator(rotation_range=8).flow(x, y)", "augmentation by Keras"),
        ("layers.RandomTranslation(0.1, 0.1)", "augmentation by Keras"),
        ("x = np.array([ndimage.rotate(r, 5) for r in x])", "turned, shifted or mirrored copies"),
        ("x = np.fliplr(x)", "turned, shifted or mirrored copies"),
        ("x = x + np.random.normal(0, 0.1, x.shape)", "noise"),
        ("x = x + noise_factor * rng.normal(size=x.shape)", "noise"),
        ("x = PCA(50).fit_transform(x)", "projections"),
        ("x = tf.image.resize(x, (32, 32))", "another size"),
        ("x = np.pad(x, 2)", "another size"),
        ("x = np.where(x > 0.5, 1, 0)", "thresholds or blurring"),
        ("x, y = SMOTE().fit_resample(x, y)", "oversampling or mixing"),
    ],
)
def test_what_changes_examples(code, name):
    """By the names of what does it."""
    assert name in changes_in([Cell(0, "code", code)])


@pytest.mark.parametrize(
    "code",
    ["x = x / 255", "# PCA( and ImageDataGenerator", "model.fit(x, y)", "x = x.reshape(-1, 784)"],
)
def test_what_changes_nothing(code):
    """Scaling, shapes, and what only a comment speaks of."""
    assert changes_in([Cell(0, "code", code)]) == ()
