"""Landslides that the network found in part, on made-up terrain where it is known what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_np

from inventory_kit import EVERYTHING, FACTS, PIXEL_M, grid_of, terrain_of, write_pair
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.inventory import Mask, build_inventory
from l4s_core.inventory.runout.grow import grow_runouts
from l4s_core.inventory.runout.paths import FLAT_DEG, climb, descent, reach_tangent, receivers
from l4s_core.inventory.runout.spectra import alike, features, runout_names
from l4s_core.inventory.types import Bands

SHAPE = (260, 120)
MIDDLE = 60
FOREST, SOIL, WATER = (300.0, 450.0, 280.0, 3000.0), (700.0, 1000.0, 1500.0, 2100.0), (500.0, 450.0, 300.0, 150.0)
NAMES = ("B2", "B3", "B4", "B8")
CROWN, MOUTH = 20, 200  # rows: where the valley begins, and where it opens on a plain


@dataclass
class Ground:
    """A valley that falls to the south: elevation in metres, bare ground, and what the network found."""

    z: np.ndarray
    bare: np.ndarray
    found: np.ndarray
    unseen: np.ndarray
    water: np.ndarray

    def turned(self, quarters: int) -> Ground:
        return Ground(*(np.rot90(layer, quarters).copy() for layer in vars(self).values()))

    def beside(self, rows: int, cols: int) -> Ground:
        """With more forest at the top and the left, so that nothing lies in the same place of the grid."""
        return Ground(*(np.pad(a, ((rows, 0), (cols, 0)), mode="edge") for a in vars(self).values()))

    def bands(self, names: tuple[str, ...] = NAMES) -> Bands:
        rng = np.random.default_rng(3)
        noise = rng.normal(1, 0.04, (len(NAMES), *self.z.shape)).astype(np.float32)
        pixels = np.empty((len(NAMES), *self.z.shape), np.float32)
        for n in range(len(NAMES)):
            pixels[n] = np.where(self.water, WATER[n], np.where(self.bare, SOIL[n], FOREST[n])) * noise[n]
        pixels = pixels[[NAMES.index(name) for name in names]]
        return Bands(names, lambda roi: pixels[(slice(None), *roi)])

    def mask(self) -> Mask:
        array = self.found.astype(np.uint8)
        array[self.unseen] = 255
        return Mask(array, grid_of(self.z.shape))

    def terrain(self):
        down, right = np.gradient(self.z, PIXEL_M)
        return terrain_of(self.z, np.degrees(np.arctan(np.hypot(down, right))))

    def grown(self, names: tuple[str, ...] = NAMES) -> np.ndarray:
        mask = grow_runouts(self.mask(), self.bands(names), self.terrain(), Silent())
        added = np.zeros(mask.array.shape, bool)
        added.reshape(-1)[mask.grown] = True
        np.testing.assert_array_equal((mask.array == 1), self.found & ~self.unseen | added)
        assert not (added & self.found).any()
        np.testing.assert_array_equal(mask.array == 255, self.unseen)
        return added


def valley(steepness: float = 0.35, plain: float = 0.01) -> Ground:
    """Bare from the crown to the end of the plain, two pixels to each side of the stream; found: its uppermost part."""
    row, col = np.mgrid[: SHAPE[0], : SHAPE[1]]
    along = -steepness * np.minimum(row, MOUTH) - plain * np.maximum(row - MOUTH, 0)
    sides = 0.4 * np.abs(col - MIDDLE) * np.clip((MOUTH + 15 - row) / 40, 0.02, 1)
    z = 1500 + PIXEL_M * (along + sides)
    bare = (abs(col - MIDDLE) <= 2) & (row >= CROWN)
    found = bare & (row < CROWN + 30)
    none = np.zeros(SHAPE, bool)
    return Ground(z, bare, found, none, none.copy())


def test_a_debris_flow_is_followed_to_the_plain_and_no_farther():
    ground = valley()
    added = ground.grown()
    row = np.mgrid[: SHAPE[0], : SHAPE[1]][0]
    whole = ground.bare & ~ground.found & (row < MOUTH)
    assert (added & whole).sum() >= 0.97 * whole.sum()
    assert not (added & ~ground.bare).any()
    # over 150 m it has to come down by 7.9 m: not farther than 13 pixels out on the plain, and the corridor's 4
    assert MOUTH <= np.flatnonzero(added.any(axis=1)).max() <= MOUTH + 13 + 4


def test_without_infrared_the_colours_say_it_too():
    ground = valley()
    three, four = ground.grown(("B2", "B3", "B4")), ground.grown()
    assert (three & four).sum() >= 0.95 * (three | four).sum()


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_the_direction_of_the_valley_does_not_matter(quarters):
    ground = valley()
    as_it_is, turned = ground.grown(), np.rot90(ground.turned(quarters).grown(), -quarters)
    assert (as_it_is & turned).sum() >= 0.97 * (as_it_is | turned).sum()


def test_the_place_in_the_grid_does_not_matter():
    """The pieces that are read at once are 512 pixels: here their border runs through the valley."""
    ground = valley()
    moved = ground.beside(430, 480).grown()
    here = ground.grown()
    assert (moved[430:, 480:] & here).sum() >= 0.98 * (moved[430:, 480:] | here).sum()
    assert moved[:430].sum() + moved[:, :480].sum() == 0


def test_a_gentle_valley_is_no_run_out():
    """A river bed falls by less than flows need, however bare it is."""
    ground = valley(steepness=0.9 * np.tan(np.radians(FLAT_DEG)))
    row = np.mgrid[: SHAPE[0], : SHAPE[1]][0]
    assert not (ground.grown() & (row > CROWN + 30 + 20)).any()


def test_roads_are_not_followed():
    """One along the contour lines through the source, and one through the run-out: but what lies beside the flow."""
    ground = valley()
    row, col = np.mgrid[: SHAPE[0], : SHAPE[1]]
    through_source = ((row == 40) | (row == 41)) & (abs(col - MIDDLE) < 50)
    through_flow = ((row == 120) | (row == 121)) & (abs(col - MIDDLE) < 50)
    ground.bare |= through_source | through_flow
    added = ground.grown()
    assert not (added & (abs(col - MIDDLE) > 2 + 4)).any()
    assert (added & (abs(col - MIDDLE) <= 2) & (row == 150)).any(), "the flow below the road is still found"


def test_water_ends_it():
    ground = valley()
    row = np.mgrid[: SHAPE[0], : SHAPE[1]][0]
    ground.water = (row > 120) & (row < 140)
    added = ground.grown()
    assert (added & (row < 118)).any() and not (added & (row > 120)).any()


def test_what_was_not_observed_is_not_crossed():
    ground = valley()
    row = np.mgrid[: SHAPE[0], : SHAPE[1]][0]
    ground.unseen = (row > 120) & (row < 140)
    added = ground.grown()
    assert (added & (row < 118)).any() and not (added & (row > 120)).any()


def test_where_all_is_bare_nothing_is_known():
    ground = valley()
    ground.bare[:] = True
    assert not ground.grown().any()


def test_pieces_of_one_flow_become_one_landslide(tmp_path):
    """Three pieces found, gaps of 300 m of bare ground between; the attributes say what was grown."""
    ground = valley()
    row = np.mgrid[: SHAPE[0], : SHAPE[1]][0]
    ground.found |= ground.bare & ((row // 30) % 2 == 0) & (row < 170)
    probability = np.where(ground.found, 0.8, 0.1)
    files = write_pair(tmp_path, probability)
    mask = grow_runouts(ground.mask(), ground.bands(), ground.terrain(), Silent())
    inventory = build_inventory(*files, mask, ground.terrain(), FACTS, EVERYTHING, {}, Silent())
    [slide] = inventory.landslides.to_dict("records")
    assert slide["grown_m2"] == slide["area_m2"] - ground.found.sum() * 100 > 0
    assert slide["prob_mean"] == pytest.approx(0.8)
    assert slide["relief_m"] == pytest.approx(
        ground.z[mask.array == 1].max() - ground.z[mask.array == 1].min(), abs=0.1
    )
    assert inventory.run["grown_area_m2"] == slide["grown_m2"]
    before = build_inventory(*files, ground.mask(), ground.terrain(), FACTS, EVERYTHING, {}, Silent())
    assert len(before.landslides) > 1
    assert before.landslides["grown_m2"].tolist() == [0.0] * len(before.landslides)
    assert "grown_area_m2" not in before.run


def test_bare_ground_that_breaks_into_the_source_is_taken_up_to_its_crown():
    ground = valley()
    row, col = np.mgrid[: SHAPE[0], : SHAPE[1]]
    ground.found = ground.bare & (row >= 50) & (row < 80)
    other = (abs(col - 20) <= 2) & (row >= CROWN) & (row < 80)  # as bare and as near, but it drains elsewhere
    ground.bare |= other
    added = ground.grown()
    above = ground.bare & (row < 50) & (abs(col - MIDDLE) <= 2)
    assert (added & above).sum() >= 0.9 * above.sum() > 0
    assert not (added & other).any()


# --- the pieces


@settings(max_examples=60, deadline=None)
@given(st_np.arrays(np.float64, (7, 9), elements=st.floats(0, 50, width=16)))
def test_receivers_are_the_steepest_lower_neighbours(z):
    to = receivers(z)
    for row in range(7):
        for col in range(9):
            drops = {
                (r, c): (z[row, col] - z[r, c]) / np.hypot(r - row, c - col)
                for r in range(max(0, row - 1), min(7, row + 2))
                for c in range(max(0, col - 1), min(9, col + 2))
                if (r, c) != (row, col)
            }
            there = divmod(int(to[row * 9 + col]), 9)
            if max(drops.values()) <= 0:
                assert there == (row, col)
            else:
                assert drops[there] == max(drops.values())


def test_paths_cross_small_pits_and_end_in_large_ones():
    z = np.repeat(np.linspace(1000, 600, 100)[:, None], 21, axis=1) + abs(np.arange(21) - 10)
    source = np.zeros(z.shape, bool)
    source[5:10, 9:12] = True
    free = descent(z, receivers(z), source, 0.1, PIXEL_M)
    assert free[98].any()
    z[50, 10] -= 12
    assert descent(z, receivers(z), source, 0.1, PIXEL_M)[98].any()
    z[50:58] = z[50] - 60
    assert not descent(z, receivers(z), source, 0.1, PIXEL_M)[60:].any()


def test_the_energy_line_ends_a_path():
    """On an even slope of 20 degrees that goes on at 10: the line from the crown meets the ground where it must."""
    steep, gentle = np.tan(np.radians([20, 10]))
    row = np.arange(300)
    z = 5000 - PIXEL_M * np.where(row < 100, steep * row, steep * 100 + gentle * (row - 100))
    z = np.repeat(z[:, None], 11, axis=1) + abs(np.arange(11) - 5)
    source = np.zeros(z.shape, bool)
    source[0:20, 5] = True
    tangent = np.tan(np.radians(15))
    last = np.flatnonzero(descent(z, receivers(z), source, tangent, PIXEL_M).any(axis=1)).max()
    assert last == pytest.approx(100 * (steep - gentle) / (tangent - gentle), abs=1.5)


def test_larger_landslides_go_farther():
    areas = np.geomspace(1e3, 1e6, 20)
    assert (np.diff([reach_tangent(a) for a in areas]) < 0).all()
    # 1 ha: V = 0.074 * 10000^1.45 = 46,700 m3; H/L = 10^(-0.105 * 4.669 - 0.012) = 0.3146
    assert reach_tangent(1e4) == pytest.approx(0.63 * 0.3146, rel=1e-3)


def test_climbing_stops_after_so_many_steps():
    to = np.array([1, 2, 3, 4, 4])
    below = np.array([[False, False, False, False, True]])
    every = np.ones((1, 5), bool)
    assert climb(to, below, every, 2).tolist() == [[False, False, True, True, False]]
    assert climb(to, below, np.array([[1, 1, 0, 1, 0]], bool), 9).tolist() == [[False, False, False, True, False]]


def test_likeness_needs_pixels_and_a_difference():
    ground = valley()
    looks = features(ground.bands().read((slice(None), slice(None))), NAMES)
    around = ~ground.bare
    found = alike(looks, ground.found, around)
    assert found is not None and found[ground.bare].mean() > 0.95 and found[around].mean() < 0.001
    few = np.zeros(SHAPE, bool)
    few[30, MIDDLE - 2 : MIDDLE + 3] = True
    assert alike(looks, few, around) is None
    green = np.zeros(SHAPE, bool)
    green[100:120, 10:20] = True
    assert alike(looks, green, ground.bare) is None, "a source that is greener than its surroundings is no bare ground"


def test_bands_that_lack_are_named():
    assert runout_names(("B2", "B3", "B4", "B8A", "B11")) == ("B2", "B3", "B4", "B8A")
    with pytest.raises(InputError, match=r"no B2.*--runout"):
        runout_names(("B3", "B4", "B8"))
