"""Programmes: what a ministry funds, by which rules, with which means, and the calls in which it asks for applications.

docs/programmes.md explains the models and how other rooms use them.
"""
