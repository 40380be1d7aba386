"""A Dask cluster: the one at an address, or one of this computer."""

from __future__ import annotations

import logging
import signal
from typing import TYPE_CHECKING, Any

from l4s_core._version import read_version
from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.words import plural

if TYPE_CHECKING:
    from distributed import Client


LOCAL = "local"
ATTEMPTS = 3  # workers that a task may cost before it is given up, on a cluster of ours
_CONNECT_S = 20


class Connection:
    """The client of a cluster. ``local`` starts ``count`` processes of one thread and ends them again.

    Raises InputError where Dask is not installed or nothing answers at the address.
    """

    def __init__(self, address: str, count: int) -> None:
        try:
            import dask
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise InputError(
                f"--scheduler needs Dask, which is not installed ({error}); install it with pip install 'l4s[dask]'."
            ) from error
        if address != LOCAL and ":" not in address.rpartition("://")[2]:  # a client that fails of it hangs at exit
            raise _nobody(address, "no port")
        # it complains about every lost connection; what matters of that is said in a sentence
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self.address = address
        self._cluster: Any = None
        if address == LOCAL:
            with dask.config.set({"distributed.scheduler.allowed-failures": ATTEMPTS - 1}):
                self._cluster = LocalCluster(
                    n_workers=count,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address="127.0.0.1:0",  # None would still take port 8787
                    preload=["l4s_core.batch.cluster.connection"],
                    memory_limit=None,
                    silence_logs=logging.CRITICAL,
                )
        try:
            self.client: Client = Client(self._cluster or address, timeout=_CONNECT_S, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise _nobody(address, reason) from error

    @property
    def is_local(self) -> bool:
        """Whether the cluster is one of this computer, which ends with this object."""
        return self._cluster is not None

    @property
    def words(self) -> str:
        """``Dask cluster tcp://..., 8 workers``."""
        workers = plural(len(self.threads()), "worker", "workers")
        return f"{workers} of Dask on this computer" if self.is_local else f"Dask cluster {self.address}, {workers}"

    def threads(self) -> dict[str, int]:
        """Address of each worker -> how many threads it has. Raises L4SError where the scheduler is gone."""
        if self.client.status != "running":
            raise self.gone()
        try:
            return dict(self.client.nthreads())
        except (OSError, RuntimeError) as error:
            raise self.gone() from error

    def check_versions(self) -> None:
        """Raise InputError where a worker has no l4s, or another one than this."""
        found: dict[str, Any] = self.client.run(version, on_error="return")
        for worker, its in sorted(found.items()):
            if isinstance(its, BaseException):
                raise InputError(
                    f"The worker {worker} has no l4s ({its}); install l4s {read_version()} where the workers "
                    "run, and start them again."
                )
            if its != read_version():
                raise InputError(
                    f"The worker {worker} has l4s {its}, here is l4s {read_version()}; install the same version "
                    "everywhere."
                )

    def gone(self) -> L4SError:
        """What to say when the scheduler does not answer any more."""
        where = "of this computer" if self.is_local else self.address
        return L4SError(f"The Dask scheduler {where} is gone, and with it what the workers were doing.")

    def close(self) -> None:
        """Let go of the cluster; one of ours ends."""
        self.client.close(timeout=2)
        if self._cluster is not None:
            self._cluster.close(timeout=5)


def _nobody(address: str, reason: str) -> InputError:
    return InputError(
        f"There is no Dask scheduler at {address} ({reason}); start one with dask scheduler, and give its address "
        "(tcp://host:8786) or local."
    )


def version() -> str:
    """The version of l4s on the worker."""
    from l4s_core._version import read_version

    return read_version()


def dask_setup(worker: Any) -> None:
    """Leave Ctrl-C to the client, which ends its workers: on a terminal it reaches all processes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
