"""The main job: one scene and one DEM in, one inventory out, in steps that may also run in other processes.

open and check (`opening`) -> once for a scene (`prepare`) -> windows (`predict`) -> outlines and files (`finish`)
"""

import lazy_loader

# the command line reads the options without what obeys them
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
