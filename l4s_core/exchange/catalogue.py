"""Catalogues that others keep: which of their fields is which of our columns, in tables beside this file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

CATALOGUES = ("coolr", "usgs", "iffi")


@dataclass(frozen=True)
class Field:
    """One field of a catalogue.

    Attributes
    ----------
    name : in the catalogue. ours : the column of an inventory it is made of; None: none.
    rule : function of `rules.RULES` that makes it; "": the value as it is.
    words : vocabulary that translates it; "": none. constant : what it always is; None: not one thing.
    back : whether the column is filled from it on reading. uncertain : whether the meaning could not be made sure of.
    """

    name: str
    ours: str | None
    rule: str = ""
    words: str = ""
    constant: str | None = None
    back: bool = True
    uncertain: bool = False
    note: str = ""


@dataclass(frozen=True)
class Words:
    """A vocabulary: ``none`` is written for no value, ``other`` for a word of ours that it has not."""

    to: dict[str, str]
    back: dict[str, str | None]
    none: str
    other: str

    def theirs(self, value: str | None) -> str:
        """A word of ours as the catalogue has it."""
        return self.none if value is None else self.to.get(value.strip().lower(), self.other)

    def ours(self, value: str | None) -> str | None:
        """A word of the catalogue as we have it; one that it does not know stays as it is."""
        text = None if value is None else value.strip()
        return None if not text else self.back.get(text, self.back.get(text.lower(), text))


@dataclass(frozen=True)
class Catalogue:
    """A catalogue. ``geometry``: Point or MultiPolygon; ``known_by``: columns that tell it, in lower case;
    ``sizes_m2``: word and area below which it holds."""

    name: str
    title: str
    version: str
    geometry: str
    crs: str
    endings: tuple[str, ...]
    known_by: tuple[str, ...]
    losses: tuple[str, ...]
    fields: tuple[Field, ...]
    words: dict[str, Words]
    sizes_m2: tuple[tuple[str, float | None], ...] = ()

    @property
    def columns_kept(self) -> set[str]:
        """Our columns of which something is written."""
        return {field.ours for field in self.fields if field.ours is not None}

    def knows(self, columns: Sequence[str]) -> bool:
        """Whether a table with these columns is one of it; a Shapefile cuts them to ten characters."""
        present = {column.lower() for column in columns}
        return all(name in present or name[:10] in present for name in self.known_by)

    def column_of(self, field: str, columns: Sequence[str]) -> str | None:
        """How a field is called in a table, in any case and cut as a Shapefile cuts it; None where it has none."""
        for column in columns:
            if column.lower() in (field.lower(), field.lower()[:10]):
                return column
        return None


@cache
def catalogue(name: str) -> Catalogue:
    """One of `CATALOGUES`."""
    raw = _read(name)
    fields = tuple(Field(**field) for field in raw["fields"])
    words = {key: _words(key, raw["words"]) for key in raw["words"]}
    sizes = tuple((word, None if limit is None else float(limit)) for word, limit in raw.get("sizes_m2", []))
    return Catalogue(
        raw["name"], raw["title"], raw["version"], raw["geometry"], raw["crs"], tuple(raw["endings"]),
        tuple(raw["known_by"]), tuple(raw["losses"]), fields, words, sizes,
    )  # fmt: skip


@cache
def other_names() -> dict[str, list[str]]:
    """Our column -> names under which files of no catalogue have it."""
    found: dict[str, list[str]] = _read("others")
    return found


def recognise(columns: Sequence[str]) -> Catalogue | None:
    """The catalogue that a table is from; None for any other."""
    return next((one for one in map(catalogue, CATALOGUES) if one.knows(columns)), None)


def as_markdown(one: Catalogue) -> str:
    """The table of the page."""
    lines = ["| field | from | how |", "|---|---|---|"]
    for field in one.fields:
        source = f"`{field.ours}`" if field.ours else "" if field.constant is None else f"always `{field.constant}`"
        how = [field.note] if field.note else []
        how += [f"words below ({field.words})"] if field.words else []
        how += ["computed"] if field.rule in ("latitude", "longitude") else []
        how += ["not read back"] if field.ours and not field.back else []
        how += ["uncertain"] if field.uncertain else []
        lines.append(f"| `{field.name}` | {source or 'empty'} | {'; '.join(how)} |")
    for key, words in one.words.items():
        lines += ["", f"| `{_ours_of(one, key)}` | {key} |", "|---|---|"]
        by_theirs: dict[str, list[str]] = {}
        for ours, theirs in words.to.items():
            by_theirs.setdefault(theirs, []).append(ours)
        lines += [f"| {', '.join(ours)} | `{theirs}` |" for theirs, ours in by_theirs.items()]
        lines += [f"| another word | `{words.other}` |", f"| nothing | `{words.none}` |"]
    return "\n".join(lines)


def _ours_of(one: Catalogue, key: str) -> str:
    return next(str(field.ours) for field in one.fields if field.words == key)


def _words(key: str, raw: dict[str, Any]) -> Words:
    own = raw[key]
    to = dict(own["to"])
    if "numbers_of" in own:  # the place of the word in the order, from 1
        order = own["order"]
        to = {ours: str(order.index(theirs) + 1) for ours, theirs in raw[own["numbers_of"]]["to"].items()}
    return Words(to, dict(own.get("back", {})), own["none"], own["other"])


def _read(name: str) -> Any:
    return json.loads((files("l4s_core.exchange") / f"{name}.json").read_text("utf-8"))
