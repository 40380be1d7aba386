"""XML from files that nobody vouches for."""

from __future__ import annotations

import math
from datetime import datetime, timezone
from typing import TYPE_CHECKING

import defusedxml.ElementTree as DefusedTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

from l4s_core.base.errors import InputError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def parse_xml(data: bytes, label: str) -> Element:
    """The root element. DTDs, entities and external references are refused: product metadata has none.

    Raises
    ------
    InputError
        Not well-formed, or it carries a DTD or entities (``label`` names the file).
    """
    try:
        root: Element = DefusedTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise InputError(
            f"{label} contains a document type or entities, which Sentinel-2 metadata never does and which can be an "
            "attack; fetch the product again from its source."
        ) from error
    except (DefusedTree.ParseError, ValueError, LookupError) as error:
        raise InputError(
            f"{label} is not readable as XML ({str(error)[:120]}); the product is incomplete, fetch it again."
        ) from error
    return root


def local_name(element: Element) -> str:
    """The tag without its namespace."""
    return element.tag.rpartition("}")[2]


def text_of(root: Element, *names: str) -> str | None:
    """The stripped text of the first element anywhere below ``root`` with one of the tags, tried in order."""
    for name in names:
        for element in root.iter():
            if local_name(element) == name and element.text and element.text.strip():
                return element.text.strip()
    return None


def number_of(root: Element, *names: str) -> float | None:
    """The same as a finite number, None if absent or no number."""
    text = text_of(root, *names)
    return None if text is None else finite(text)


def finite(text: str) -> float | None:
    """``text`` as a finite number, else None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def utc_time(text: str | None) -> datetime | None:
    """``"2023-06-25T23:47:55.578328Z"``, with any number of decimals, as an aware time in UTC; else None."""
    if not text:
        return None
    whole, _, fraction = text.strip().removesuffix("Z").removesuffix("+00:00").partition(".")
    digits = (fraction + "000000")[:6]
    try:
        moment = datetime.fromisoformat(whole)
        if moment.utcoffset() is not None:
            return moment.astimezone(timezone.utc)
        return moment.replace(microsecond=int(digits) if digits.isdigit() else 0, tzinfo=timezone.utc)
    except ValueError:
        return None
