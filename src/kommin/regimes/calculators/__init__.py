"""The calculators: each is described once, and serves as a page and as a command."""

from kommin.regimes.calculators.catalogue import CALCULATORS, calculator_named
from kommin.regimes.calculators.specs import Calculator, Field, Input

__all__ = ["CALCULATORS", "Calculator", "Field", "Input", "calculator_named"]
