"""The letter of a decision: what it says, how it looks, whose words it uses, and how anybody can check it.

docs/letters.md describes it.
"""
