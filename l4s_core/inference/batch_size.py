"""How many windows a GPU is given at a time: found by trying, once per run."""

from __future__ import annotations

from collections.abc import Callable

BATCH_PX = 4 * 256**2  # pixels in a batch: more is no faster on a CPU, and memory follows the batch
LARGEST_PX = 64 * 256**2  # at most; the readers hold several batches in the computer's own memory
WORTH = 1.05  # a doubled batch must be this much faster per window
_FIRST = 4


def find_batch(seconds: Callable[[int], float], most: int, fits: int | None = None) -> int:
    """The batch from which on a larger one brings less than 5 % per window.

    Parameters
    ----------
    seconds : runs so many windows and gives the time that they took; raises MemoryError where they do not fit.
    most : windows at most.
    fits : how many the free memory is thought to hold, None where nobody knows. The search begins within that, doubles,
        and halves when memory runs out.

    Raises
    ------
    MemoryError : not even one window fits.
    """
    count = max(1, min(_FIRST, most, most if fits is None else fits))
    while True:
        try:
            best = seconds(count) / count
            break
        except MemoryError:
            if count == 1:
                raise
            count //= 2
    while count < most:
        larger = min(2 * count, most)
        if fits is not None and larger > fits:
            break
        try:
            each = seconds(larger) / larger
        except MemoryError:
            break
        if each * WORTH > best:
            break
        count, best = larger, each
    return count


def lowest(*choices: int | None) -> int | None:
    """The smallest batch of several models that run the same windows; None where none of them minds."""
    known = [choice for choice in choices if choice is not None]
    return min(known) if known else None
