"""Whatever the labels, the pieces of an outline are the outline."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from affine import Affine
from pyproj import Transformer
from rasterio.features import shapes

from l4s_core.splitting.cut import cut

GRID = Affine(10, 0, 600_000, 0, -10, 1_280_000)


def _outline(mask, simplify):
    found = [shapely.geometry.shape(one) for one, value in shapes(mask.astype("uint8"), mask, transform=GRID)]
    outline = shapely.union_all(found)
    return shapely.make_valid(outline.buffer(simplify).simplify(simplify)) if simplify else outline


@pytest.mark.parametrize("simplify", [0, 7.0])
@pytest.mark.parametrize("degrees", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_pieces_are_the_outline(seed, simplify, degrees):
    draw = np.random.default_rng(seed)
    mask = np.zeros((40, 40), bool)
    mask[4:36, 4:36] = draw.uniform(size=(32, 32)) > 0.25  # holes, corners that touch, parts apart
    labels = np.where(mask, np.digitize(np.add.outer(np.arange(40), 3 * np.arange(40)), [50, 80, 110]), -1)
    outline = _outline(mask, simplify)
    there = back = None
    if degrees:
        to, back_to = (Transformer.from_crs(a, b, always_xy=True) for a, b in ((32643, 4326), (4326, 32643)))
        there, back = (lambda xy, t=t: np.stack(t.transform(*xy.T), axis=1) for t in (to, back_to))
        outline = shapely.transform(outline, there)
    pieces = cut(outline, labels, GRID, there, back)
    assert set(pieces) == set(np.unique(labels[mask]))
    found = list(pieces.values())
    assert sum(one.area for one in found) == pytest.approx(outline.area, rel=1e-9)
    assert all(one.is_valid for one in found)
    assert shapely.union_all(found).symmetric_difference(outline).area < 1e-9 * outline.area
    for n, one in enumerate(found):
        assert all(one.intersection(other).area < 1e-9 * outline.area for other in found[n + 1 :])
    # away from what is nearest only, each pixel is in the piece of its label
    if not simplify:
        for label, piece in pieces.items():
            assert piece.area == pytest.approx((labels == label).sum() * outline.area / mask.sum(), rel=1e-4)
