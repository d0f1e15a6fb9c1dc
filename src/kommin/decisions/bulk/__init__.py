"""Many decisions at once: a round is drafted and handed over in one go, and released in another (docs/granting.md)."""
