"""Adapting a model to a region of which there are no labels: rounds of predicting, selecting and training."""
