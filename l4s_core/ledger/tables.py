"""The layers and tables of a ledger after an update."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from l4s_core.inventory.ids import fill_uuids
from l4s_core.inventory.schema import CROWN_TOE, LANDSLIDES, LAYERS, WHOLE, frame, typed
from l4s_core.inventory.types import Inventory
from l4s_core.ledger import words
from l4s_core.ledger.file import HISTORY, UPDATES, Ledger, with_ledger

if TYPE_CHECKING:
    import pandas as pd
    from geopandas.geodataframe import GeoDataFrame

    from l4s_core.ledger.update import Compared

_STAYS = {words.NOT_OBSERVED, words.PARTLY_FOUND, words.STILL, words.REJECTED, words.NO_OUTLINE}
"""Nothing of the row changes."""
_SEEN = {words.UNCHANGED, words.REACTIVATED, words.JOINED, words.SPLIT, words.PARTLY}
_ASKED_AGAIN = {words.REACTIVATED, words.SPLIT}
"""What was said of the outline before does not count for the new one."""
_SAID = ("status", "reviewer", "review_utc", "reject_reason", "ls_type", "activity", "trigger")
_OPEN = ("", "unreviewed", "none", "nan", "<na>")


def next_state(before: Ledger, compared: Compared, number: int, about: Mapping[str, Any]) -> Ledger:
    """The ledger after update ``number``; ``before`` is not changed."""
    olds, verdicts = compared.olds, compared.verdicts
    what = np.array(verdicts.what, object)
    earlier_rows = [k for k in range(len(olds)) if what[k] == words.JOINED_INTO or k in verdicts.outline]
    rows = _next_rows(compared, number, about["date"], before.number == 0)
    leaves = what == words.JOINED_INTO
    away = np.isin(what, (words.REVEGETATED, words.STILL)) | (compared.gone & np.isin(what, list(_STAYS)))
    here = np.concatenate([~leaves & ~away, np.ones(len(verdicts.fresh), bool)])
    there = np.concatenate([~leaves & away, np.zeros(len(verdicts.fresh), bool)])
    slides = rows[here].reset_index(drop=True)
    run = {
        **compared.newer.run,
        "ledger_update": number,
        "ledger_of": about["old_file"],
        "ledger_by": about["new_file"],
    }
    run["landslides"] = len(slides)
    crs = before.landslides.crs
    inventory = Inventory(
        slides,
        _points(before.inventory, compared, rows, here),
        frame(*_not_observed(compared.newer, crs)),
        run,
    )
    return Ledger(
        inventory,
        rows[there].reset_index(drop=True),
        _together(before.earlier, _replaced(olds.iloc[earlier_rows], number)),
        _together(before.history, _history(before, compared, rows, number, about)),
        _together(before.updates, _one_row(UPDATES, {**about, "update_no": number})),
        number,
    )


def _next_rows(compared: Compared, number: int, date: Any, begins: bool) -> GeoDataFrame:
    """The old rows, changed, and behind them those that are new, with all columns."""
    import pandas as pd

    olds, news, verdicts = compared.olds, compared.news, compared.verdicts
    fresh = list(verdicts.fresh)
    source_old = np.array([*range(len(olds)), *[-1] * len(fresh)], np.intp)
    source_new = np.array([verdicts.outline.get(k, -1) for k in range(len(olds))] + fresh, np.intp)
    from_new = source_new >= 0
    values: dict[str, Any] = {}
    for name in LANDSLIDES:
        mine, theirs = _objects(olds, name), _objects(news, name)
        column = np.empty(len(source_old), object)
        column[~from_new] = mine[source_old[~from_new]]
        column[from_new] = theirs[source_new[from_new]]
        values[name] = column
    geometry = np.empty(len(source_old), object)
    geometry[~from_new] = np.asarray(olds.geometry.array, object)[source_old[~from_new]]
    geometry[from_new] = np.asarray(news.geometry.array, object)[source_new[from_new]]
    own_uuid, own_id = _objects(olds, "uuid"), _objects(olds, "ls_id")
    both = from_new & (source_old >= 0)
    for name, own in (("uuid", own_uuid), ("ls_id", own_id)):
        values[name][both] = own[source_old[both]]
    ids = iter(_free_ids(own_id, len(fresh)))
    for row in range(len(olds), len(source_old)):
        values["ls_id"][row] = next(ids)
    taken = set(own_uuid)
    for row in range(len(olds), len(source_old)):
        if values["uuid"][row] in taken:  # an inventory that was made with --keep-review has the uuids of the old one
            values["uuid"][row] = None
    said_before, said_now = ({name: _objects(side, name) for name in (*_SAID, "notes")} for side in (olds, news))
    for row in np.flatnonzero(both).tolist():
        _carry_review(values, row, said_before, int(source_old[row]), verdicts.what[int(source_old[row])], number)
    for old, new in verdicts.found.items():
        if verdicts.what[old] == words.UNCHANGED:
            _take_review(values, old, said_now, new)
    rows = frame(LANDSLIDES, values, geometry, olds.crs)
    fill_uuids(rows)
    for name in olds.columns:
        if name not in rows and name != olds.geometry.name:
            rows[name] = pd.Series(olds[name].array).reindex(source_old).array if len(olds) else None
    return _with_states(rows, compared, number, date, begins)


def _with_states(rows: GeoDataFrame, compared: Compared, number: int, date: Any, begins: bool) -> GeoDataFrame:
    verdicts, count = compared.verdicts, len(compared.olds)
    what = [*verdicts.what, *verdicts.fresh.values()]
    state, changed = _objects(rows, "ledger_state"), _objects(rows, "changed_in")
    first, last = _objects(rows, "first_seen"), _objects(rows, "last_seen")
    own = _objects(compared.olds, "date_max")
    for row, word in enumerate(what):
        new = row >= count
        if row < count and begins:
            state[row] = words.FIRST
            first[row] = last[row] = own[row]
        if word not in _STAYS:
            state[row] = word
        if new:
            first[row], changed[row] = date, number
        elif word in (words.REVEGETATED, words.PARTLY) or row in verdicts.outline:
            changed[row] = number
        if word in _SEEN or new:
            last[row] = date if date is not None else last[row]
    return with_ledger(rows, {"ledger_state": state, "first_seen": first, "last_seen": last, "changed_in": changed})


def _carry_review(
    values: dict[str, Any], row: int, said_before: Mapping[str, Any], old: int, word: str, number: int
) -> None:
    """What was said of the outline before: it stays where the landslide is the same, else a note says it."""
    said = {name: column[old] for name, column in said_before.items()}
    judged = _plain(said["status"]) not in _OPEN
    if word not in _ASKED_AGAIN:
        for name in _SAID:
            if judged and not _nothing(said[name]):
                values[name][row] = said[name]
        remark = None if _nothing(said["notes"]) else str(said["notes"])
    else:
        who = "" if _nothing(said["reviewer"]) else f" by {said['reviewer']}"
        notes = "" if _nothing(said["notes"]) else f" ({said['notes']})"
        remark = f"{word} in update {number}; before: {said['status']}{who}{notes}" if judged or notes else None
    found = [str(text) for text in (values["notes"][row], remark) if not _nothing(text)]
    values["notes"][row] = "; ".join(dict.fromkeys(found)) or None


def _take_review(values: dict[str, Any], row: int, said_now: Mapping[str, Any], new: int) -> None:
    """The review of the newer inventory, where the row has none."""
    if _plain(values["status"][row]) in _OPEN and _plain(said_now["status"][new]) not in _OPEN:
        for name, column in said_now.items():
            value = column[new]
            if not _nothing(value):
                values[name][row] = value


def _points(before: Inventory, compared: Compared, rows: GeoDataFrame, here: Any) -> GeoDataFrame:
    """Crown and toe of the landslides that are there, of the outline that they have."""
    verdicts, count = compared.verdicts, len(compared.olds)
    names = _objects(rows, "ls_id")
    of_new = dict(verdicts.outline)
    of_new |= {count + k: new for k, new in enumerate(verdicts.fresh)}
    new_names = _objects(compared.news, "ls_id")
    from_new = {str(new_names[new]): str(names[row]) for row, new in of_new.items() if here[row]}
    kept = {str(names[row]) for row in np.flatnonzero(here).tolist() if row not in of_new}
    table = before.crown_toe
    old_part = table[table["ls_id"].astype(str).isin(kept).to_numpy(bool)]
    newer = compared.newer.crown_toe
    newer = newer if newer.crs == rows.crs or newer.crs is None else newer.to_crs(rows.crs)
    new_part = newer[newer["ls_id"].astype(str).isin(from_new).to_numpy(bool)]
    values: dict[str, Any] = {name: [*_objects(old_part, name), *_objects(new_part, name)] for name in CROWN_TOE}
    values["ls_id"] = [*old_part["ls_id"], *(from_new[str(name)] for name in new_part["ls_id"])]
    return frame(CROWN_TOE, values, [*old_part.geometry, *new_part.geometry], rows.crs)


def _not_observed(newer: Inventory, crs: Any) -> tuple[Any, Any, Any, Any]:
    table = newer.not_observed if newer.not_observed.crs == crs else newer.not_observed.to_crs(crs)
    columns = LAYERS["not_observed"][0]
    return columns, {name: table[name] for name in columns}, table.geometry.array, crs


def _history(
    before: Ledger, compared: Compared, rows: GeoDataFrame, number: int, about: Mapping[str, Any]
) -> pd.DataFrame:
    """One row for every landslide of this update; of the first update also one of what it began with."""
    import pandas as pd

    verdicts, count = compared.verdicts, len(compared.olds)
    uuids, names = _objects(rows, "uuid"), _objects(rows, "ls_id")
    fresh = list(verdicts.fresh)
    related = [_joined(verdicts.related_old.get(k, []), uuids) for k in range(count)]
    related += [_joined(verdicts.related_new.get(new, []), uuids) for new in fresh]
    found = np.array([verdicts.found.get(k, -1) for k in range(count)] + fresh, np.intp)
    found_m2 = np.where(found >= 0, np.append(compared.area_new_m2, np.nan)[found], np.nan)
    before_m2 = np.append(compared.area_m2, np.full(len(fresh), np.nan))
    outlined = np.array([k in verdicts.outline for k in range(count)] + [True] * len(fresh), bool)
    now_m2 = np.where(outlined, found_m2, before_m2)
    now_m2[np.array([word == words.JOINED_INTO for word in verdicts.what] + [False] * len(fresh), bool)] = np.nan
    iou = [compared.relations.iou.get(int(new), np.nan) if k < count else np.nan for k, new in enumerate(found)]
    observed = np.full(count + len(fresh), np.nan)
    if compared.observed is not None:
        observed[:count] = compared.observed
    table = {
        "update_no": number, "utc": about["utc"], "uuid": uuids, "ls_id": names,
        "what": [*verdicts.what, *verdicts.fresh.values()], "area_before_m2": before_m2, "area_found_m2": found_m2,
        "area_m2": now_m2, "iou": iou, "observed": observed, "related": related, "file": about["new_file"],
    }  # fmt: skip
    this = pd.DataFrame({name: typed(table[name], kind, len(rows)) for name, kind in HISTORY.items()})
    if before.number:
        return this
    start = {
        "update_no": 0, "utc": about["utc"], "uuid": uuids[:count], "ls_id": names[:count], "what": words.FIRST,
        "area_m2": compared.area_m2, "file": about["old_file"],
    }  # fmt: skip
    first = pd.DataFrame({name: typed(start.get(name), kind, count) for name, kind in HISTORY.items()})
    both: pd.DataFrame = _together(first, this)
    return both


def _replaced(rows: Any, number: int) -> Any:
    out = with_ledger(rows.reset_index(drop=True), {})
    out["replaced_in"] = typed(number, WHOLE, len(out)).array
    return out


def _together(first: Any, second: Any) -> Any:
    """Rows of both, in order; without what pandas does to the types of columns of an empty one."""
    import pandas as pd

    if not len(first) or not len(second):
        return (second if len(second) else first).reset_index(drop=True)
    return pd.concat([first, second], ignore_index=True)


def _one_row(columns: Mapping[str, str], values: Mapping[str, Any]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({name: typed([values.get(name)], kind, 1) for name, kind in columns.items()})


def _objects(table: Any, name: str) -> Any:
    """A column as (rows,) object array with None for what is not there."""
    if name not in table:
        return np.full(len(table), None, object)
    column = table[name].astype(object)
    return column.where(column.notna(), None).to_numpy(object).copy()


def _free_ids(names: Any, count: int) -> list[str]:
    """The next names, ``LS-0007`` after ``LS-0006``."""
    numbers = [int(text[3:]) for text in map(str, names) if text.startswith("LS-") and text[3:].isdigit()]
    start = max(numbers, default=0) + 1
    return [f"LS-{number:04d}" for number in range(start, start + count)]


def _joined(places: list[int], uuids: Any) -> str | None:
    return "; ".join(str(uuids[place]) for place in places) or None


def _plain(value: Any) -> str:
    return str(value).strip().lower()


def _nothing(value: Any) -> bool:
    return value is None or value != value or str(value) in ("", "<NA>")
