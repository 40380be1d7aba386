"""What an evaluation found, as one JSON document."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from l4s_core.scoring.confusion import scores

Unit = Literal["patch", "block"]
ThresholdFrom = Literal["model", "given", "chosen on this split"]


class _Document(BaseModel):
    # a NaN would become null without a word; what has no answer is None on purpose
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, protected_namespaces=())


class Evaluated(_Document):
    """Which model: id and title of its card, SHA-256 of its file, the threshold and training data that it names."""

    id: str
    title: str
    sha256: str
    threshold: float
    training_data: str
    device: str


class Data(_Document):
    """Which patches: folder, channels, whether brightness is absolute, the split and how many of them.

    ``trained_on`` counts patches that the model is known to have been trained on: scores on them say nothing about
    other places. ``trained_on_known`` is False where there may be more of them.
    """

    source: str
    channels: list[str]
    absolute_scale: bool
    split: str
    patches: int
    patches_with_landslide: int
    trained_on: int
    trained_on_known: bool = False


class Pixels(_Document):
    """Counts of pixels. ``scored`` = tp + fp + fn + tn; ``ignored`` are labelled 255; ``unobserved`` have no data, of
    which the landslides are scored as missed; ``landslide`` = tp + fn."""

    scored: int
    ignored: int
    unobserved: int
    landslide: int


class ScoreRow(_Document):
    """Counts of pixels and the scores of the landslide class from them; null where there is no answer.

    Precision is null when nothing was predicted, recall when no landslide is there, F1 and IoU when both hold.
    """

    tp: int
    fp: int
    fn: int
    tn: int
    precision: float | None
    recall: float | None
    f1: float | None
    iou: float | None

    @classmethod
    def of(cls, tp: int, fp: int, fn: int, tn: int) -> ScoreRow:
        """The row of these counts."""
        return cls(tp=tp, fp=fp, fn=fn, tn=tn, **scores(tp, fp, fn)._asdict())


class Interval(_Document):
    """Percentile bootstrap intervals, [lower, upper], of the scores at the threshold.

    ``unit`` is what was drawn, ``units`` how many there are, ``undefined`` how many of the ``resamples`` had no F1.
    """

    unit: Unit
    units: int
    resamples: int
    confidence: float
    seed: int
    undefined: int
    precision: tuple[float, float] | None
    recall: tuple[float, float] | None
    f1: tuple[float, float] | None
    iou: tuple[float, float] | None


class Region(_Document):
    """Scores of the patches of one domain, micro over their pixels."""

    patches: int
    scores: ScoreRow
    intervals: list[Interval]


class Curve(_Document):
    """Scores of the whole split by threshold; lists of one length."""

    threshold: list[float]
    precision: list[float | None]
    recall: list[float | None]
    f1: list[float | None]
    iou: list[float | None]


class Best(_Document):
    """The threshold of the curve with the highest F1. Chosen on the pixels it is scored on: optimistic."""

    threshold: float
    f1: float


class Calibration(_Document):
    """Expected calibration error over equal bins, Brier score, and the bins of the reliability diagram."""

    expected_calibration_error: float | None
    brier: float | None
    bin_pixels: list[int]
    bin_probability: list[float | None]
    bin_landslide_share: list[float | None]


class Evaluation(_Document):
    """Scores of a model on a split of labelled patches.

    ``scores`` are micro: from counts summed over all pixels of the split. ``optimistic`` is True when the threshold was
    chosen on the same pixels. ``regions`` are by domain. ``notes`` are sentences that a reader of the scores must know.
    """

    format_version: Literal[1] = 1
    l4s_version: str
    created_utc: str
    model: Evaluated
    data: Data
    pixels: Pixels
    threshold: float = Field(gt=0, lt=1)
    threshold_from: ThresholdFrom
    optimistic: bool
    scores: ScoreRow
    intervals: list[Interval]
    regions: dict[str, Region]
    average_precision: float | None
    best: Best | None
    curve: Curve
    calibration: Calibration
    notes: list[str]

    def interval(self, unit: Unit) -> Interval | None:
        """The interval of the whole split by that unit, None when it was not made."""
        return next((found for found in self.intervals if found.unit == unit), None)

    @property
    def widest(self) -> Interval | None:
        """The interval to quote: by blocks where they are known, else by patches."""
        return self.interval("block") or self.interval("patch")
