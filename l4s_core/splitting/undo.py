"""A split taken back: the outlines that were split are landslides again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame


@dataclass(frozen=True)
class Unsplit:
    """What `undo_split` did: the file, how many landslides are whole again and how many parts went; ``kept`` landslides
    stay split because somebody reviewed a part of them."""

    path: Path
    landslides: int
    parts: int
    kept: int

    def facts(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self) | {"path": str(self.path)}


def undo_split(
    inventory: str | Path,
    output: str | Path,
    *,
    reviewed: bool = False,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Unsplit:
    """Put the landslides back that `split` has split, with the outline, attributes, crown and toe that they had.

    Of those of which a part was reviewed since then the parts stay, unless ``reviewed`` says otherwise. The centre
    lines go: another split draws them again.

    Raises
    ------
    InputError
        The file was not written by `split`, or has nothing left to put back; nothing was written.
    """
    from l4s_core.base.outputs import check_ending, check_outputs, check_vector_name, protect_inputs
    from l4s_core.base.partial import partial_folder
    from l4s_core.inventory.files.write import remove_stale
    from l4s_core.splitting import file
    from l4s_core.splitting.write import names_of

    progress = progress or Silent()
    inventory, output = Path(inventory), Path(output)
    check_ending(output, (".gpkg",), "An inventory")
    check_vector_name(output)
    check_outputs([output], overwrite=overwrite)
    protect_inputs([output], [inventory])
    if not file.is_ours(inventory) or file.BEFORE not in file.tables(inventory):
        raise InputError(f"{inventory} has no layer {file.BEFORE}: nothing in it was split by l4s split.")
    with partial_folder(output) as folder:
        made = folder / output.name
        file.copy_inventory(inventory, made)
        progress.stage("reading")
        table, before = file.read_layer(made, file.LANDSLIDES_LAYER), file.read_layer(made, file.BEFORE)
        parents = set(before["uuid"])
        parent = table[file.PARENT].astype(object) if file.PARENT in table else table["uuid"].map(lambda _: None)
        said = table["status"].astype(object).map(lambda word: str(word).strip().lower())
        was = before.set_index("uuid")["status"].astype(object).map(lambda word: str(word).strip().lower())
        changed = parent.isin(parents) & (said != parent.map(was[~was.index.duplicated(keep="last")]))
        keep = set() if reviewed else set(parent[changed])
        back = before[~before["uuid"].isin(keep)]
        # of a landslide that was split again the first outline counts, and all that was made of it goes
        tops = back[~back[file.PARENT].isin(set(back["uuid"]))] if file.PARENT in back else back
        gone = table[parent.isin(set(back["uuid"]))]
        if not len(tops):
            raise InputError(f"Parts of all that was split in {inventory} were reviewed; say --reviewed to undo it.")
        progress.check()
        rows = tops.drop(columns=list(file.ENDS)).reset_index(drop=True)
        file.exchange(made, gone.index.to_numpy(np.int64), rows)
        _points_back(made, names_of(gone), tops)
        rest = before[before["uuid"].isin(keep)].reset_index(drop=True)
        file.drop_layers(made, [file.LINES, *([] if len(rest) else [file.BEFORE])])
        if len(rest):
            file.exchange(made, before.index[~before["uuid"].isin(keep)].to_numpy(np.int64), rest.iloc[:0], file.BEFORE)
        file.note_run(made, {"split_undone": len(tops)})
        remove_stale(output)
    return Unsplit(output, len(tops), len(gone), len(keep))


def _points_back(path: Path, gone: list[str], tops: GeoDataFrame) -> None:
    from l4s_core.splitting import file
    from l4s_core.splitting.write import crown_toe_rows, names_of, replace_points

    ends = {name: tops[name].to_numpy() for name in file.ENDS}
    rows = crown_toe_rows(names_of(tops), tops["z_max"], tops["z_min"], ends, tops.crs)
    replace_points(path, gone, rows)
