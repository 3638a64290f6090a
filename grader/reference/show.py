"""Lists what a reference says, value by value."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model.reference import Band, Reference


@dataclass(frozen=True, slots=True)
class ReferenceValue:
    """The band of one metric of one role's reference."""

    role: str
    metric: str
    """`val_accuracy`, or `F1 of class 5`."""
    seeds: int
    band: Band
    risk_sentence: str
    """What the band means, for a person."""


def describe(reference: Reference) -> tuple[ReferenceValue, ...]:
    """All final bands, role by role in the order of the file, those of the classes last."""
    rows = []
    for role, trained in reference.roles.items():
        by_class = {
            "precision": trained.class_precision,
            "recall": trained.class_recall,
            "F1": trained.class_f1,
        }
        classes = {
            f"{metric} of class {label}": band
            for metric, bands in by_class.items()
            for label, band in bands.items()
        }
        bands = {**trained.final, **classes}
        for metric, band in bands.items():
            rows.append(ReferenceValue(role, metric, len(trained.seeds), band, risk_sentence(band)))
    return tuple(rows)


def risk_sentence(band: Band) -> str:
    """What a band promises: `1 correct run in 1,000 falls below 0.8977, 1 in 1,000 above
    0.9098`.
    """
    one_in = f"1 in {round(1 / band.risk):,}"
    return f"{one_in} correct runs falls below {band.low:.4g}, {one_in} above {band.high:.4g}"
