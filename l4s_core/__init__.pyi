from .batch.api import detect_batch as detect_batch
from .detection import detect as detect
from .inventory.types import Inventory as Inventory

__version__: str
