"""A folder for one process at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress

LOCK = "run.lock"


@contextmanager
def locked_folder(
    out: Path,
    progress: Progress,
    *,
    busy: str,
    alone: str,
    option: str,
    is_empty: Callable[[], bool],
    patience_s: float = 0.0,
) -> Iterator[None]:
    """Make ``out`` where it is missing and keep other processes away from it.

    Folders that were made here and got no files are removed on leaving. The lock is the system's, so that it goes with
    the process, however that ends.

    Parameters
    ----------
    busy : what to say when another process is at it.
    alone : what to say where the file system has no locks.
    option : the option of the command that names the folder, for messages.
    is_empty : whether the folder holds nothing but the lock, so that this goes too.
    patience_s : how long another process is waited for.

    Raises
    ------
    InputError
        ``out`` cannot be made or written, or another process is at it.
    """
    from filelock import FileLock, Timeout

    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {out} cannot be made ({error.strerror}); choose another {option}.") from error
    lock = FileLock(out / LOCK, timeout=0)
    try:
        deadline = time.monotonic() + patience_s
        while True:
            progress.check()
            try:
                lock.acquire()
                break
            except Timeout as error:
                if time.monotonic() > deadline:
                    raise InputError(busy) from error
                time.sleep(0.2)
            except OSError as error:
                raise InputError(
                    f"The folder {out} cannot be written ({error.strerror or error}); choose another {option}."
                ) from error
            except NotImplementedError:  # a file system without locks
                progress.message(alone)
                break
        yield
    finally:
        if lock.is_locked and is_empty():
            with suppress(OSError):  # before the release: after it, another process may have locked it
                (out / LOCK).unlink(missing_ok=True)
        lock.release()
        for folder in made:
            with suppress(OSError):  # not empty
                folder.rmdir()
