"""What an authority decides: award, refusal, change, revocation, early start; letter, delivery, finality, budget.

docs/granting.md tells how a decision comes about.
"""
