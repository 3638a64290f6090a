"""Notebooks as their files hold them."""

from __future__ import annotations

KERNEL = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}


def notebook(*cells, **changes):
    return {"cells": list(cells), "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5, **changes}


def code(source, *outputs, **changes):
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": list(outputs),
        "execution_count": 1,
        **changes,
    }


def stdout(text):
    return {"output_type": "stream", "name": "stdout", "text": text}
