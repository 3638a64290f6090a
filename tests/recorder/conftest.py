"""Shares Keras with the recorder's hooks, beside a host that answers."""

import pytest


@pytest.fixture(scope="module")
def host_and_stock():
    """What stands in for the host, and stock `fit`, while the recorder's hooks are in place."""
    from tests.recorder.asked import hooked  # noqa: PLC0415 - most tests here need no Keras

    with hooked() as both:
        yield both


@pytest.fixture
def host(host_and_stock):
    """The host, which was asked nothing yet."""
    host = host_and_stock[0]
    host.sent.clear()
    host.asked.clear()
    host.answer = None
    return host


@pytest.fixture(scope="module")
def stock_fit(host_and_stock):
    """`fit` without hooks."""
    return host_and_stock[1]


@pytest.fixture
def perceptrons(monkeypatch):
    """What follows scikit-learn's perceptrons, whose classes are put back afterwards."""
    from tests.recorder.followed_perceptrons import following  # noqa: PLC0415 - few need it

    return following(monkeypatch.setattr)
