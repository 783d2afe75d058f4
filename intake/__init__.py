"""Anonymous counselling: sealed cases, receipts, retention."""
