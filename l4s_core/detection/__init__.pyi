from .options import DetectOptions as DetectOptions
from .run import detect as detect
