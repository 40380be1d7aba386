"""Making a report: read, measure, draw, write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from l4s_core.base.errors import InputError
from l4s_core.base.outputs import check_ending, check_outputs, protect_inputs
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.words import plural

ENDINGS = (".html", ".htm")
NO_SCENE = "none"


@dataclass(frozen=True)
class Report:
    """What was written.

    Attributes
    ----------
    path : the page.
    landslides, area_m2 : without those that were rejected.
    on_map : how many of them can be chosen on the map.
    missing : what the page says is not available, in words.
    problems : sentences about what was repaired, left out or assumed when the files were read.
    """

    path: Path
    landslides: int
    area_m2: float
    on_map: int
    missing: tuple[str, ...]
    problems: tuple[str, ...]


def write_report(
    inventory: str | Path,
    output: str | Path,
    *,
    layer: str | None = None,
    crs: Any = None,
    reference: str | Path | None = None,
    assets: str | Path | Sequence[str | Path] = (),
    scene: str | Path | None = None,
    probability: str | Path | None = None,
    title: str | None = None,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Write everything that is known of an inventory as one HTML page that needs nothing else.

    Parameters
    ----------
    inventory : any vector file of landslides, ours, merged or somebody else's (`inventory.given.read_given`); of others
        the page says what is missing. It is not changed. ``layer`` of it; ``crs`` of a file that does not say its own.
    output : ``.html``.
    reference : another inventory of the same ground, which accuracy is measured against.
    assets : roads, buildings and others, one or several vector files as `exposure` takes them: what the landslides hit.
    scene : what `open_scene` takes, for the picture under the outlines. None: the scenes that the inventory names,
        where they still lie on this machine; ``"none"``: no picture.
    probability : raster of probabilities as `l4s-detect` writes it, for a layer of the map.
    title : heading. None: the event, or the name of the file.

    Raises
    ------
    InputError
        A file that was given cannot be used; the inventory has no polygons; ``output`` exists and ``overwrite`` is
        false, is no ``.html`` or is one of the inputs.
    """
    from l4s_core.inventory.given import read_given
    from l4s_core.report.content import gather

    progress = progress or Silent()
    check_ending(output, ENDINGS, "A report")
    [path] = check_outputs([output], overwrite=overwrite)
    given_scene = None if scene is None or str(scene) == NO_SCENE else scene
    hit = [str(one) for one in ([assets] if isinstance(assets, str | Path) else assets)]
    files = [str(one).partition("|layername=")[0] for one in (inventory, *hit, *([reference] if reference else []))]
    protect_inputs([path], [*files, probability, given_scene])
    progress.stage("reading")
    given = read_given(inventory, layer=layer, crs=crs)
    if not len(given.landslides) and given.points is not None:
        raise InputError(
            f"{inventory} has {plural(len(given.points), 'point', 'points')} and no polygon; a report is about "
            "outlines: give polygons."
        )
    made = gather(
        given,
        reference=None if reference is None else Path(reference),
        assets=hit,
        scene=scene,
        probability=None if probability is None else Path(probability),
        title=title,
        progress=progress,
    )
    progress.stage("writing")
    progress.check()
    write_page(path, made.facts, made.data)
    return Report(path, made.landslides, made.area_m2, made.on_map, made.missing, given.problems)


def write_page(path: Path, facts: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    """The page appears when it is complete."""
    from l4s_core.report.page import render

    text = render(facts, data)
    with partial_folder(path) as folder:
        (folder / path.name).write_text(text, "utf-8")
