"""The read side: what programmes have achieved as of any day, for everybody to see.

docs/balance.md defines every figure.
"""
