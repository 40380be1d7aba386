"""A manifest: a table of scenes (CSV), or STAC items (JSON)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.batch.collect import Defaults, Row, absolute, absolute_dem, checked
from l4s_core.batch.job import SceneJob
from l4s_core.batch.names import is_plain, plain_name
from l4s_core.rasters.header import is_remote

COLUMNS = ("scene", "dem", "pre", "aoi", "event_id", "event_date", "trigger", "name")
_LARGEST_BYTES = 64 * 2**20
_SEPARATORS = ",;\t"


def read_manifest(source: str | Path, defaults: Defaults) -> list[SceneJob]:
    """The jobs of a manifest: ``.json``, ``.geojson`` and addresses on the web are STAC items (see `batch.items`), all
    else is CSV.

    A CSV begins with the names of its columns (`COLUMNS`; only ``scene`` must be there), in UTF-8, separated by commas,
    semicolons or tabs. Paths are relative to the folder of the manifest; what a row leaves blank comes from
    ``defaults``.

    Raises
    ------
    InputError
        The file cannot be read, has unknown columns, or rows that are wrong: all of them are listed.
    """
    path = Path(source)
    if is_remote(str(source)) or Path(str(source).partition("#")[0]).suffix.lower() in (".json", ".geojson"):
        from l4s_core.batch.items import jobs_of_items

        return checked([Row(f"{path.name}, {job.name}", job) for job in jobs_of_items(source)], defaults)
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "does not exist"
        raise InputError(f"The manifest {path} {what}; give a CSV file or a STAC ItemCollection.")
    problems: list[str] = []
    rows = []
    for where, fields in _records(path):
        row, problem = _row(where, fields, path.absolute().parent)
        if problem is not None:
            problems.append(f"{where}: {problem}")
        if row is not None:
            rows.append(row)
    return checked(rows, defaults, problems)


def _records(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Where a row is, and its fields without those that are blank."""
    text = _text(path)
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    columns: list[str] | None = None
    try:
        for fields in reader:
            values = [field.strip() for field in fields]
            if not any(values):
                continue
            if columns is None:
                columns = _columns(path, values)
                continue
            if any(values[len(columns) :]):
                raise InputError(
                    f"{path}, line {reader.line_num}: {len(values)} fields in {len(columns)} columns; put fields with "
                    f"'{separator}' in them in quotation marks."
                )
            found = {name: value for name, value in zip(columns, values, strict=False) if value}
            yield f"{path.name}, line {reader.line_num}", found
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num}: this is no CSV ({error}); correct the line.") from error
    if columns is None:
        raise InputError(f"The manifest {path} is empty; its first line names the columns: {', '.join(COLUMNS)}.")


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise InputError(f"{path} is too large for a manifest; give a CSV file with a row for each scene.")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not in UTF-8; save it as 'CSV UTF-8'.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from error


def _columns(path: Path, names: list[str]) -> list[str]:
    while names and not names[-1]:
        names.pop()
    found = [name.lower() for name in names]
    unknown = [name or "one without a name" for name in names if name.lower() not in COLUMNS]
    if unknown:
        raise InputError(
            f"{path} has columns that are not known ({', '.join(unknown)}); its first line names them, known are "
            f"{', '.join(COLUMNS)}."
        )
    if "scene" not in found:
        raise InputError(f"{path} has no column scene; its first line names the columns: {', '.join(COLUMNS)}.")
    if len(set(found)) < len(found):
        raise InputError(f"{path} has two columns of the same name; leave one out.")
    return found


def _row(where: str, fields: Mapping[str, str], base: Path) -> tuple[Row | None, str | None]:
    if "scene" not in fields:
        return None, "no scene"
    name, problem = fields.get("name"), None
    if name is not None and not is_plain(name):
        name, problem = None, f"the name {name} cannot be that of a file"
    job = SceneJob(
        name=name or plain_name(fields["scene"]),
        scene=absolute(fields["scene"], base),
        dem=absolute_dem(fields["dem"], base) if "dem" in fields else None,
        before=absolute(fields["pre"], base) if "pre" in fields else None,
        area=absolute(fields["aoi"], base) if "aoi" in fields else None,
        event=Event(fields.get("event_id"), fields.get("event_date"), fields.get("trigger")),
    )
    return Row(where, job, named=name is not None), problem
