"""Staff's view of conversations: a read model projected from the engine's log, and what reviewers add to it."""
