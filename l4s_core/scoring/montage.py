"""Single patches side by side: what was seen, what is true, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from l4s_core.patches.types import IGNORE
from l4s_core.scoring.display import outline
from l4s_core.scoring.figure import RED, SKY, YELLOW, new_figure, save_png

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PANEL_PX = 420  # outlines are drawn at about the size they are shown in

Item = tuple[npt.NDArray[np.floating], npt.NDArray[np.uint8], npt.NDArray[np.floating]]


def plot_montage(items: Sequence[Item], path: Path, threshold: float, titles: Sequence[str] | None = None) -> None:
    """One row per patch: image, label, probability, and outlines of what was hit, missed and falsely found.

    Parameters
    ----------
    items : (rgb (rows, cols, 3) 0 to 1 as from `rgb_of`, mask (rows, cols) uint8 0/1/255, probability (rows, cols), NaN
        where not observed) per patch.
    path : the PNG to write.
    threshold : probability from which a pixel is landslide.
    titles : a name per patch.

    Raises ValueError without items, InputError and L4SError like `plot_evaluation`.
    """
    if not items:
        raise ValueError("a montage needs at least one patch")
    side, rest = 2.35, 1.3
    figure = new_figure(4 * side + 0.3, side * len(items) + rest)
    grid = figure.subplots(len(items), 4, squeeze=False)
    picture = None
    for row, (axes, (rgb, mask, probability)) in enumerate(zip(grid, items, strict=True)):
        axes[0].imshow(np.clip(rgb, 0, 1), interpolation="nearest")
        axes[1].imshow(_label_colours(mask), interpolation="nearest")
        picture = axes[2].imshow(_masked(probability), vmin=0, vmax=1, cmap=_probability_map(), interpolation="nearest")
        axes[3].imshow(_outlines(rgb, mask, probability, threshold), interpolation="antialiased")
        for ax in axes:
            ax.set_xticks([])
            ax.set_yticks([])
        if titles is not None:
            axes[0].set_ylabel(titles[row], fontsize=9)
    for ax, name in zip(grid[0], ("image", "label", "probability", f"at threshold {threshold:g}"), strict=True):
        ax.set_title(name, fontsize=10.5)
    assert picture is not None
    # under the column that it is for; an inset takes no room from the panels
    bar = figure.colorbar(picture, cax=grid[-1, 2].inset_axes((0, -0.09, 1, 0.04)), orientation="horizontal")
    bar.set_label("probability of landslide", fontsize=9)
    bar.ax.tick_params(labelsize=8)
    _montage_legend(figure, any((mask == IGNORE).any() for _, mask, _ in items))
    save_png(figure, path)


def _label_colours(mask: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    out = np.full((*mask.shape, 3), 0.96)
    out[mask == 1] = (0.15, 0.15, 0.15)
    out[mask == IGNORE] = (0.72, 0.72, 0.72)
    return out


def _masked(probability: npt.NDArray[np.floating]) -> Any:
    return np.ma.masked_invalid(probability)


def _probability_map() -> Any:
    from matplotlib import colormaps

    return colormaps["cividis"].with_extremes(bad="#b8b8b8")


def _outlines(
    rgb: npt.NDArray[np.floating],
    mask: npt.NDArray[np.uint8],
    probability: npt.NDArray[np.floating],
    threshold: float,
) -> npt.NDArray[np.float64]:
    """The image in grey, enlarged, with the rim of every kind of region in its colour and a tint inside."""
    times = max(2, -(-_PANEL_PX // max(mask.shape)))
    grey = np.clip(rgb, 0, 1) @ np.array([0.3, 0.59, 0.11])
    out = np.repeat((0.25 + 0.6 * grey)[..., None], 3, axis=-1).repeat(times, axis=0).repeat(times, axis=1)
    found, scored = np.nan_to_num(probability) >= threshold, mask != IGNORE
    for region, colour in (
        (found & (mask == 1), SKY),
        (~found & (mask == 1), YELLOW),
        (found & scored & (mask == 0), RED),
    ):
        rim = outline(region, times)
        inside = region.repeat(times, axis=0).repeat(times, axis=1)
        paint = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
        out[inside] = 0.65 * out[inside] + 0.35 * paint
        out[rim] = paint
    return out


def _montage_legend(figure: Figure, ignored: bool) -> None:
    from matplotlib.patches import Patch as Swatch

    marks = [
        Swatch(facecolor="#262626", label="label: landslide"),
        Swatch(facecolor=SKY, label="hit"),
        Swatch(facecolor=YELLOW, label="missed"),
        Swatch(facecolor=RED, label="false alarm"),
    ]
    if ignored:
        marks.insert(1, Swatch(facecolor="#b8b8b8", label="not scored"))
    figure.legend(handles=marks, loc="outside lower center", ncols=len(marks), frameon=False, fontsize=9.5)
