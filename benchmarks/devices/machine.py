"""What figures were measured on."""

from __future__ import annotations

import os
import platform
import re
from datetime import datetime, timezone
from importlib.metadata import distributions
from pathlib import Path

PACKAGES = (
    "l4s", "numpy", "onnxruntime", "onnxruntime-gpu", "openvino", "torch", "rasterio", "shapely", "monai",
)  # fmt: skip


def machine() -> dict[str, object]:
    """The date, the CPU and what is installed."""
    cpu = platform.processor()
    info = Path("/proc/cpuinfo")
    if info.is_file() and (found := re.search(r"model name\s*:\s*(.+)", info.read_text())):
        cpu = found[1]
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "cpu": cpu,
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        **{d.name: d.version for d in distributions() if d.name in PACKAGES},
    }
