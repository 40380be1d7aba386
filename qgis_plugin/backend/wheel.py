"""What the bundled wheel says about itself."""

from __future__ import annotations

import hashlib
import re
import zipfile
from email.parser import Parser
from functools import lru_cache
from pathlib import Path


def bundled_wheel(plugin: Path) -> Path:
    """The ``l4s`` wheel in the plugin's folder ``wheels``; where there is none, the path that it would have."""
    found = sorted((plugin / "wheels").glob("l4s-*.whl"))
    if found:
        return found[-1]
    version = "0"
    try:
        for line in (plugin / "metadata.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("version="):
                version = line.split("=", 1)[1].strip()
                break
    except OSError:
        pass  # an incomplete plugin folder; the path that is returned is reported as missing
    return plugin / "wheels" / f"l4s-{version}-py3-none-any.whl"


def wheel_version(wheel: Path) -> str | None:
    """The version in a wheel's file name, None where the name is not one."""
    parts = wheel.name.split("-")
    return parts[1] if wheel.suffix == ".whl" and len(parts) >= 5 else None


def wheel_digest(wheel: Path) -> str:
    """SHA-256 of the file, in hexadecimal. Raises OSError."""
    facts = wheel.stat()
    return _digest(str(wheel), facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=8)
def _digest(path: str, _modified: int, _size: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def wheel_requirements(wheel: Path, *, gpu: bool) -> list[str]:
    """What the wheel needs of others, as pip takes it. Raises OSError and ValueError for what is not a wheel.

    ``onnxruntime`` and ``onnxruntime-gpu`` are the same modules in two packages and overwrite each other, so with
    ``gpu`` the wheel's extra of that name takes the place of the plain one instead of joining it.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
            metadata = Parser().parsestr(archive.read(name).decode("utf-8"))
    except (zipfile.BadZipFile, StopIteration, KeyError, UnicodeDecodeError) as error:
        raise ValueError(f"{wheel.name} is not a wheel") from error
    base, extra = [], []
    for line in metadata.get_all("Requires-Dist", []):
        requirement, _, marker = (part.strip() for part in line.partition(";"))
        match = re.search(r"""extra\s*==\s*['"]([^'"]+)['"]""", marker)
        if match is None:
            base.append(line)
        elif match.group(1) == "gpu":
            extra.append(requirement)
    if not gpu or not extra:
        return base
    replaced = {_name(requirement)[: -len("-gpu")] for requirement in extra if _name(requirement).endswith("-gpu")}
    return [requirement for requirement in base if _name(requirement) not in replaced] + extra


def _name(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", match.group(0)).lower() if match else requirement
