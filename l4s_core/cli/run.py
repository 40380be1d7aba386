"""Running a command: errors become one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from l4s_core.cli.progress import CommandProgress, Style, make_progress
from l4s_core.errors import L4SError


def run_command(work: Callable[[CommandProgress], Any], style: Style, *, debug: bool = False) -> Any:
    """``work(progress)`` with Ctrl-C, SIGTERM and errors handled; exits the process unless all went well.

    Exit codes: 2 for input that cannot be used, 130 when stopped, 1 for everything else. ``debug`` lets the
    traceback of what is not an `L4SError` through.
    """
    # GDAL would keep up to 5 % of the machine's memory in decoded blocks; a window row of a full tile needs far less
    os.environ.setdefault("GDAL_CACHEMAX", "256")
    with make_progress(style) as progress:
        try:
            return work(progress)
        except L4SError as error:
            progress.error(str(error), error.exit_code)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            progress.error("Stopped; nothing was written.", 130)
            sys.exit(130)
        except Exception as error:
            if debug:
                raise
            progress.error(
                f"Something in l4s itself went wrong ({type(error).__name__}: {error}); run again with -v for the "
                "traceback and report it.",
                1,
            )
            sys.exit(1)
