"""A mark of this run in the names of its hidden folders, so that whoever kills the run can remove what it left."""

from __future__ import annotations

import os
import re

VARIABLE = "L4S_RUN_TAG"
_TAG = re.compile(r"[0-9a-f]{16,64}")


def run_tag() -> str:
    """What ``L4S_RUN_TAG`` says, followed by a full stop, for the name of a hidden file or folder; empty without it.

    16 to 64 digits of a hexadecimal number; anything else is passed over.
    """
    tag = os.environ.get(VARIABLE, "")
    return f"{tag}." if _TAG.fullmatch(tag) else ""
