"""Which programs run: from /proc, as a bare Debian has no ps."""

from __future__ import annotations

from pathlib import Path


def commands(part: str) -> list[str]:
    """Command lines that hold a text."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            text = file.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:  # it has ended
            continue
        if part in text:
            found.append(text)
    return found
