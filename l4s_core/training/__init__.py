"""Training: augmentation, schedules, and the run itself."""
