"""The citizen's side of anonymous counselling, and self-tests: web asks and keeps; none of it reaches the engine."""
