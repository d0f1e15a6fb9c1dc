"""A room that exists only in tests: its steps leave marks that can be counted afterwards."""
