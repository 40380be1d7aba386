"""``patches.csv`` and ``patches.json``: what is known about a folder of patches beside the pixels."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from l4s_core.base.errors import InputError, first_problem
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.patches.types import Level

TABLE_NAME, SHEET_NAME = "patches.csv", "patches.json"
_TABLE_LIMIT_BYTES = 64 * 2**20  # 100,000 patches take about 10 MB
_SHEET_LIMIT_BYTES = 4 * 2**20
_LONGEST_NAME = 200


@dataclass(frozen=True)
class TableRow:
    """Region and block of a patch; empty cells are None."""

    domain: str | None
    block: str | None


class PatchSheet(BaseModel):
    """``patches.json``.

    Attributes
    ----------
    missing_channels : channels that the source did not have; the HDF5 files hold 0 there, which means nothing.
    level : processing level of the optical bands, None when unknown.
    ignored_grey : grey, 1 to 254, of PNG masks that stands for ignored pixels; None is none.
    absolute_scale : False where each patch of HDF5 files has a gain of its own, see ``PatchSet.absolute_scale``.
    """

    # what else is in the file (scene, DEM, parameters) is for people
    model_config = ConfigDict(extra="ignore", frozen=True)
    format_version: int = Field(default=1, ge=1, le=1)
    missing_channels: tuple[str, ...] = ()
    level: Level | None = None
    ignored_grey: int | None = Field(default=None, ge=1, le=254)
    absolute_scale: bool = True

    @field_validator("missing_channels")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in names if name not in L4S_NAMES]
        if unknown or len(set(names)) >= len(L4S_NAMES):
            raise ValueError(f"missing_channels must be some of {', '.join(L4S_NAMES)}")
        return names


def read_sheet(folder: Path) -> PatchSheet | None:
    """The sheet beside ``img``, None when there is none. Raises InputError when it cannot be used."""
    path = folder / SHEET_NAME
    if not path.is_file():
        return None
    text = _read_text(path, _SHEET_LIMIT_BYTES)
    try:
        return PatchSheet.model_validate_json(text)
    except ValidationError as error:
        raise InputError(
            f"{path} is not valid ({first_problem(error)}); correct it or cut the patches again."
        ) from error


def write_sheet(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write ``facts`` (with the keys of `PatchSheet` and any others) as JSON."""
    text = json.dumps({"format_version": 1, **facts}, indent=2, ensure_ascii=False)
    PatchSheet.model_validate_json(text)
    (folder / SHEET_NAME).write_text(text + "\n", encoding="utf-8")


def read_table(folder: Path) -> dict[int, TableRow] | None:
    """Rows by id of the table beside ``img``, None when there is none.

    The column ``id`` must be there; ``domain`` and ``block`` may be; others are for people.

    Raises
    ------
    InputError : no column id, an id that is no number or comes twice, a name that is too long.
    """
    path = folder / TABLE_NAME
    if not path.is_file():
        return None
    rows: dict[int, TableRow] = {}
    try:
        reader = csv.DictReader(_read_text(path, _TABLE_LIMIT_BYTES).splitlines())
        if "id" not in (reader.fieldnames or ()):
            raise InputError(f"{path} has no column id; its columns must be id, domain, block.")
        for row in reader:
            text = (row.get("id") or "").strip()
            if not (text.isascii() and text.isdecimal() and len(text) <= 9):
                raise InputError(f"Line {reader.line_num} of {path} has the id {text[:40]!r}; an id is a whole number.")
            if int(text) in rows:
                raise InputError(f"The id {text} is twice in {path} (line {reader.line_num}); remove one.")
            rows[int(text)] = TableRow(*(_name(row.get(column), path) for column in ("domain", "block")))
    except csv.Error as error:
        raise InputError(f"{path} cannot be read as a table ({error}); save it as CSV with commas.") from error
    return rows


def write_table(folder: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write ``patches.csv``; ``columns`` start with id, domain, block."""
    with (folder / TABLE_NAME).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _name(text: str | None, path: Path) -> str | None:
    name = (text or "").strip()
    if len(name) > _LONGEST_NAME:
        raise InputError(f"{path} has a name of {len(name)} characters ({name[:20]} ...); shorten it.")
    return name or None


def _read_text(path: Path, limit: int) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise InputError(f"{path} is larger than {limit // 2**20} MB; that is not the file of a set of patches.")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text; save it as UTF-8.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from error
