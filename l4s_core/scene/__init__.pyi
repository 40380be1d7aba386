from .check import check_readable as check_readable
from .open import open_scene as open_scene
from .types import BandSource as BandSource
from .types import ClassSource as ClassSource
from .types import Level as Level
from .types import Scene as Scene
from .types import SceneKind as SceneKind
