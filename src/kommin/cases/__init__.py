"""Applications of municipalities: drafted together, signed off, submitted, withdrawn.

docs/applications.md tells how they work.
"""
