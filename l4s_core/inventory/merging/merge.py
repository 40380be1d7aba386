"""One inventory from those of many scenes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import numpy as np

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.run_tag import run_tag
from l4s_core.base.stamp import software, utc_now
from l4s_core.base.words import plural
from l4s_core.inventory.files.geopackage import Value
from l4s_core.inventory.merging.copies import with_scenes_of_copies
from l4s_core.inventory.merging.inputs import Inputs, Kept, open_merged
from l4s_core.inventory.merging.matching import SAME_SHARE
from l4s_core.inventory.merging.merged import Merged
from l4s_core.inventory.merging.observed import Unseen, Views, no_scene_observed, scenes_layer
from l4s_core.inventory.merging.older import merge_older, read_older
from l4s_core.inventory.merging.place import Place, array_of
from l4s_core.inventory.merging.slides import Slides, Words
from l4s_core.inventory.merging.sources import Source, is_merged, open_source, read_hidden, read_slides
from l4s_core.inventory.merging.together import together
from l4s_core.inventory.types import Inventory


def merge(paths: Sequence[Path], progress: Progress | None = None) -> Inventory:
    """Merge inventories of scenes: a landslide that several scenes show becomes one, no ground is counted twice.

    docs/inventory.md has the rules. The order of ``paths`` decides nothing; only where polygons tie in everything that
    is compared, the scene's date and name do.

    Parameters
    ----------
    paths : GeoPackages as `write_inventory` writes them, perhaps reviewed since. They are not changed. A merged one
        counts as the inventories of its scenes, with what reviewers changed in it, see `inputs`.

    Returns
    -------
    Inventory
        With ``scenes``: the footprint of each. In the CRS of the scenes where they share one, else in WGS 84, areas and
        lengths measured in each landslide's own UTM zone.

    Raises
    ------
    InputError
        A file is no inventory, or is given twice.
    Cancelled
        ``progress.check()`` said so.
    """
    started = time.monotonic()
    progress = progress or Silent()
    inputs = Inputs(Path(mkdtemp(prefix=f"l4s-merge-{run_tag()}")))
    with TemporaryDirectory(prefix=f"l4s-merge-{run_tag()}") as folder:
        sources = _opened(paths, Path(folder), progress)
        place = Place([s.crs for s in sources], [s.footprint for s in sources])
        slides, views, reasons, unusable = _read(sources, place, progress)
        bare = read_older(sources, place)
        inputs.keep(sources)
    made = together(slides, sources, views, place, progress)
    older = None if bare is None else merge_older(bare, sources, views, place, progress)
    progress.stage("not observed", len(sources))
    unseen = no_scene_observed(sources, views, reasons, place, progress)
    counts: dict[str, Value] = {
        "found_in_one": int((made.found["n_found"] == 1).sum()),
        "found_in_several": int((made.found["n_found"] > 1).sum()),
        "polygons_joined": made.joined,
        "polygons_cut": made.cut,
        "polygons_dropped": made.dropped,
        "polygons_unusable": unusable,
    }
    if older is not None:
        counts["bare_before"] = int((~older[0].rejected).sum())
    run = _run(slides, counts, sources, unseen, place)
    scenes = scenes_layer(sources, views, made.of_source, place)
    seconds = round(time.monotonic() - started, 1)
    return Merged((slides, made.found), older, unseen, scenes, place, run | {"run_seconds": seconds}, inputs)


def _opened(paths: Sequence[Path], folder: Path, progress: Progress) -> list[Source]:
    if not paths:
        raise InputError("No inventory was given; name the GeoPackages to merge.")
    for path, count in Counter(Path(path).resolve() for path in paths).items():
        if count > 1:
            raise InputError(f"{path} is given twice; name each inventory once.")
    progress.stage("opening", len(paths))
    given, kept = [], []
    for number, path in enumerate(map(Path, paths)):
        progress.check()
        if is_merged(path):
            kept += open_merged(path, folder / str(number), progress)
        else:
            given.append(open_source(path, folder / str(number), progress))
        progress.advance()
    sources = with_scenes_of_copies(_each_once(given, kept, progress))
    sources.sort(key=lambda source: source.order)
    for identity, count in Counter(source.identity for source in sources).items():
        if count > 1:
            names = ", ".join(sorted(s.path.name for s in sources if s.identity == identity))
            progress.message(f"{names} are of the same scene, {identity[0]}: it counts as one.")
    return sources


def _each_once(given: list[Source], kept: list[Kept], progress: Progress) -> list[Source]:
    """Each inventory once: of several states of one a file that was given stands above one in a merged inventory, and
    of these one that was edited there, then the one that was merged last."""
    kept = sorted(kept, key=lambda one: (one.edited, one.merged_utc), reverse=True)
    digests = {one.digest for one in kept}
    sources = [source for source in given if source.sha256 not in digests]
    seen = {source.state for source in sources}
    for one in kept:
        if one.source.state not in seen:
            seen.add(one.source.state)
            sources.append(one.source)
        elif one.digest not in {source.sha256 for source in sources}:
            progress.message(f"Another state of {one.source.path.name} counts than the one in a merged inventory.")
    return sources


def _read(
    sources: Sequence[Source], place: Place, progress: Progress
) -> tuple[Slides, Views, list[list[str | None]], int]:
    """All landslides, what each source looked at and why not at the rest, and how many polygons have no area."""
    slides = Slides.room_for(sum(source.count for source in sources), Words())
    hidden, reasons, taken, unusable = [], [], 0, 0
    progress.stage("reading", len(sources))
    for number, source in enumerate(sources):
        progress.check()
        own, left_out = read_slides(source, number, place, slides.words)
        if left_out:
            what = plural(left_out, "polygon without an area is", "polygons without an area are")
            progress.message(f"{source.path.name}: {what} left out.")
        slides.fill(taken, own)
        taken += len(own)
        unseen, why = read_hidden(source, number, place)
        hidden.append(unseen)
        reasons.append(why)
        unusable += left_out
        progress.advance()
    if taken < len(slides):
        slides.keep(np.arange(taken))
    footprints = array_of(*(place.here(array_of(source.footprint), n)[0] for n, source in enumerate(sources)))
    return slides, Views(footprints, hidden), reasons, unusable


def _run(
    slides: Slides, counts: dict[str, Value], sources: Sequence[Source], unseen: Unseen, place: Place
) -> dict[str, Value]:
    rejected = slides.rejected
    facts: dict[str, Value] = {
        "landslides": int((~rejected).sum()),
        "landslides_area_m2": float(slides.area_m2[~rejected].sum()),
        "rejected": int(rejected.sum()),
        **counts,
        "merged_inventories": len(sources),
        "merged_scenes": len({source.identity for source in sources}),
        "scenes_area_m2": unseen.all_m2,
        "not_observed_m2": unseen.hidden_m2,
        "share_observed": round(1 - unseen.hidden_m2 / unseen.all_m2, 6) if unseen.all_m2 else None,
        "crs": str(place.crs.to_string()),
        "same_share": SAME_SHARE,
        "software": software(),
        "run_utc": utc_now(),
    }
    for number, source in enumerate(sources, 1):
        facts[f"input_{number}"] = source.path.name
        facts[f"input_{number}_sha256"] = source.sha256
    return facts
