"""What the engine loads, and the rules of safety that every process shares."""
