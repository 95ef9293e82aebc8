"""What Optuna and TensorBoard make of a sweep: searches, importance, and files that their tools open."""
