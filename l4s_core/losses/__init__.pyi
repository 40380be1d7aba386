from .expression import LossExpression as LossExpression
from .expression import parse_expression as parse_expression
from .segmentation import SegmentationLoss as SegmentationLoss
from .segmentation import parse_loss as parse_loss
