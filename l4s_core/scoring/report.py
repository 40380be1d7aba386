"""An evaluation as a table for a terminal."""

from __future__ import annotations

from textwrap import wrap

from l4s_core.scoring.types import Evaluation, Interval, Region

_WIDTH = 120  # of the notes, in letters
_FROM = {
    "model": "the model's own",
    "given": "given",
    "chosen on this split": "CHOSEN ON THESE PATCHES, so the scores are optimistic",
}


def table(evaluation: Evaluation) -> str:
    """Lines of text: what was scored, the scores of the landslide class by region, what to keep in mind."""
    data, pixels, scores = evaluation.data, evaluation.pixels, evaluation.scores
    share = pixels.landslide / pixels.scored if pixels.scored else 0.0
    lines = [
        f"Model       {evaluation.model.id} (sha256 {evaluation.model.sha256[:12]})",
        f"Patches     {data.patches} of {data.source} (split: {data.split}), "
        f"{data.patches_with_landslide} with landslides",
        f"Pixels      {pixels.scored:,} scored, {share:.2%} landslide; {pixels.ignored:,} ignored",
        f"Threshold   {evaluation.threshold:g} ({_FROM[evaluation.threshold_from]})",
        "",
    ]
    width = max(6, *(len(name) for name in evaluation.regions))
    whole = Region(patches=data.patches, scores=scores, intervals=evaluation.intervals)
    rows = [("all", whole)]
    if len(evaluation.regions) > 1:
        rows += evaluation.regions.items()
    else:
        width = 6
    shown = evaluation.widest
    by = f"F1, {shown.confidence:.0%} by {shown.unit}" if shown else "F1 interval"
    numbers = f"{'patches':>8} {'landslide':>10} {'precision':>10} {'recall':>8} {'F1':>8} {'IoU':>8}"
    lines.append(f"{'region':<{width}} {numbers}   {by}")
    for name, region in rows:
        row = region.scores
        lines.append(
            f"{name:<{width}} {region.patches:>8} {row.tp + row.fn:>10} {_number(row.precision):>10} "
            f"{_number(row.recall):>8} {_number(row.f1):>8} {_number(row.iou):>8}   {_span(region.intervals)}".rstrip()
        )
    lines += ["", f"Average precision {_number(evaluation.average_precision)}, expected calibration error "
              f"{_number(evaluation.calibration.expected_calibration_error)}"]  # fmt: skip
    if evaluation.best is not None and not evaluation.optimistic:
        best = evaluation.best
        lines.append(f"Best threshold on these patches {best.threshold:g} (F1 {best.f1:.4f}): optimistic, not a result")
    for note in evaluation.notes:
        lines += wrap(note, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _span(intervals: list[Interval]) -> str:
    found = {interval.unit: interval for interval in intervals}
    interval = found.get("block") or found.get("patch")
    if interval is None or interval.f1 is None:
        return "-"
    return f"{interval.f1[0]:.4f} to {interval.f1[1]:.4f}"
