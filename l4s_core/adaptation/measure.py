"""What can be said of an adaptation without labels: how much is marked, how surely, how like before; and with some."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from l4s_core.adaptation.types import Summary
from l4s_core.patches.types import IGNORE
from l4s_core.scoring.confusion import ConfusionTable, scores

BINS = 20
CHANGED = 3.0
"""Factor by which a share differs at most from that of the source model, or from that of the source's labels: a model
that marks too much may be brought back, and labels without what is unsure hold less. Labels that ran away in a
short run on Hokkaido had marked 2.4, 3.2, 3.7 and 3.8 times as much after one to four rounds."""
NEARLY_NONE, NEARLY_ALL = 1e-4, 0.5
"""Share of the target below and above which a mask tells nothing apart."""
_LEAST_AGREEMENT = 0.1

Probability = npt.NDArray[np.float32]


def summary(probability: Probability, threshold: float, before: npt.NDArray[np.bool_] | None = None) -> Summary:
    """Of (patches, rows, cols) probabilities, NaN where not observed. ``before``: what the source model marks."""
    seen = ~np.isnan(probability)
    p = probability[seen].astype(np.float64)
    marked = probability >= np.float32(threshold)
    landslide = int(marked.sum())
    inner = np.clip(p, 1e-12, 1 - 1e-12)
    entropy = -(inner * np.log2(inner) + (1 - inner) * np.log2(1 - inner))
    return Summary(
        observed_px=int(seen.sum()),
        landslide_px=landslide,
        share=landslide / max(1, int(seen.sum())),
        threshold=float(threshold),
        entropy_bits=float(entropy.mean()) if p.size else 0.0,
        histogram=np.histogram(p, BINS, (0.0, 1.0))[0].tolist(),
        agreement=None if before is None else agreement(before, marked),
    )


def agreement(one: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_]) -> float | None:
    """IoU of two masks; None where both are empty."""
    union = int((one | other).sum())
    return None if not union else int((one & other).sum()) / union


def pseudo_facts(masks: npt.NDArray[np.uint8]) -> dict[str, float]:
    """Pixels of each label, and the share of landslide among those that are labelled."""
    landslide, background = int((masks == 1).sum()), int((masks == 0).sum())
    return {
        "landslide_px": landslide,
        "background_px": background,
        "ignored_px": int((masks == IGNORE).sum()),
        "landslide_share": landslide / max(1, landslide + background),
    }


def collapsed(share: float, before: Summary, source_share: float | None, what: str) -> list[str]:
    """What is wrong with a share of landslide, as sentences; nothing where all is well.

    Parameters
    ----------
    share : of landslide in pseudo-labels or in a prediction, named by ``what``.
    before : of the source model's prediction of the same target. ``source_share`` : in the labels of the source, None
        without one.
    """
    labels = "" if source_share is None else f"; the source's labels have {source_share:.2%}"
    known = source_share or 0.0
    if share < NEARLY_NONE:
        return [f"{what} have next to no landslide ({share:.2%}){labels}."]
    if share > NEARLY_ALL and share > 2 * known:
        return [f"{what} are landslide for {share:.0%}{labels}."]
    if before.share > 0 and not any(_near(share, other) for other in (before.share, known) if other > 0):
        return [
            f"{what} have {share:.2%} of landslide where the source model marks {before.share:.2%}{labels}: more than "
            f"a factor of {CHANGED:g} away."
        ]
    return []


def _near(share: float, other: float) -> bool:
    return 1 / CHANGED <= share / other <= CHANGED


def drifted(after: Summary) -> list[str]:
    """The same for how little a prediction has in common with the source model's."""
    if after.agreement is not None and after.agreement < _LEAST_AGREEMENT:
        return [
            f"The prediction shares only {after.agreement:.0%} of what it or the source model marks (IoU); it finds "
            "something else."
        ]
    return []


def score(
    pairs: Iterable[tuple[Probability, npt.NDArray[np.uint8]]], threshold: float
) -> dict[str, float | None] | None:
    """Scores of the landslide class at a threshold, from all pixels together; None without patches."""
    table = ConfusionTable({threshold})
    for probability, mask in pairs:
        table.add(probability, mask)
    if not len(table):
        return None
    tp, fp, fn, _ = table.totals()[0].tolist()
    return {**scores(tp, fp, fn)._asdict(), "threshold": threshold}
