"""What keeps a citizen unknown: redaction, the channel and the store that use it, logs without words, and keys."""
