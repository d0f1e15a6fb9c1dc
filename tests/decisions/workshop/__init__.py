"""A part of the house that exists only in tests: letters in no time, or held back for as long as a test wants."""
