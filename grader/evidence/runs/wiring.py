"""Says whether a functional model runs through its layers one after the other, as the list of them
suggests.

The layers say nothing of how they are connected: a layer may be called twice, and what two of them
give may be added up by an operation that is no layer. Keras' own JSON tells it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from grader.untrusted.texts import read_json

MAX_DEPTH = 20
WIDTHS = ("units", "filters")
"""Settings of layers that have weights, so that calling them twice makes another network."""
OPERATIONS = ("keras.src.ops.", "keras.ops")


def wired_otherwise(architecture: str | None) -> str:
    """In what the connections depart from a plain row; empty where they don't, or where nobody can
    tell.
    """
    try:
        tree = read_json(architecture) if architecture else None
    except (ValueError, RecursionError):
        return ""
    config = tree.get("config") if isinstance(tree, dict) else None
    layers = config.get("layers") if isinstance(config, dict) else None
    entries = (
        [entry for entry in layers if isinstance(entry, dict)] if isinstance(layers, list) else []
    )
    return next((said for entry in entries if (said := _difference_from_sequential(entry))), "")


def _difference_from_sequential(entry: Mapping[str, JsonValue]) -> str:
    nodes, config = entry.get("inbound_nodes"), entry.get("config")
    calls = [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []
    if (
        len(calls) > 1
        and isinstance(config, dict)
        and any(isinstance(config.get(name), int) for name in WIDTHS)
    ):
        return f"the layer {str(entry.get('class_name'))[:40]} called {len(calls)} times"
    joins = any(len(set(_sources(node, 0))) > 1 for node in calls)
    operation = str(entry.get("module") or "").startswith(OPERATIONS)
    return "branches that are joined between the layers" if operation and joins else ""


def _sources(value: JsonValue, depth: int) -> Iterator[str]:
    """The outputs of layers that a call takes."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        history = value.get("keras_history")
        if isinstance(history, list):
            yield str(history)[:200]
        for inner in value.values():
            yield from _sources(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _sources(inner, depth + 1)
