"""Figures for people: of an evaluation, of a training run, of single patches. They need matplotlib, and no display."""

from __future__ import annotations

from l4s_core.scoring.display import rgb_of
from l4s_core.scoring.evaluation_plot import plot_evaluation
from l4s_core.scoring.montage import plot_montage
from l4s_core.scoring.training_plot import plot_training

__all__ = ["plot_evaluation", "plot_montage", "plot_training", "rgb_of"]
