from .choose import choose_cloud_mask as choose_cloud_mask
from .types import CloudMask as CloudMask
from .types import CloudMethod as CloudMethod
from .types import Optical as Optical
