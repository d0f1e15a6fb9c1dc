"""What the law says, computed: pure Python, no framework.

Every function takes the figures and the legal regime it shall use and returns a result that carries its derivation.
"""
