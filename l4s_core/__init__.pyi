from .base.errors import Cancelled as Cancelled
from .base.errors import InputError as InputError
from .base.errors import L4SError as L4SError
from .base.event import Event as Event
from .batch.api import detect_batch as detect_batch
from .detection.grow import grow as grow
from .detection.inspection import inspect_scene as inspect_scene
from .detection.measure import measure as measure
from .detection.options import DetectOptions as DetectOptions
from .detection.run import detect as detect
from .detection.stack import open_stack as open_stack
from .detection.vectorize import vectorize as vectorize
from .exchange.convert import convert as convert
from .exposure.expose import exposure as exposure
from .inference.open import open_model as open_model
from .inference.protocol import Model as Model
from .inventory.files.read import read_inventory as read_inventory
from .inventory.merging.merge import merge as merge
from .inventory.types import Inventory as Inventory
from .ledger.update import update_ledger as update_ledger
from .scene.open import open_scene as open_scene
from .scene.types import Scene as Scene
from .splitting.split import split as split
from .splitting.undo import undo_split as undo_split
from .stack.stack import Stack as Stack
from .statistics.inventory import size_statistics as size_statistics

__version__: str
