"""How good a model is on labelled patches: counts, scores, intervals, pictures, and the competition's ZIP."""
