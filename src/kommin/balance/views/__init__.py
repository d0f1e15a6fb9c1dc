"""Pages of the balance."""
