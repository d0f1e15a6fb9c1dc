"""What an authority decides: award, refusal, change, revocation, early start; letter, delivery, finality, budget.

docs/decisions.md tells how a decision comes about.
"""
