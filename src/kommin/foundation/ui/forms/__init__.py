"""Forms in the look of the house: a renderer, and fields that understand what people type."""

from kommin.foundation.ui.forms.fields import DateField, MoneyField, PercentField
from kommin.foundation.ui.forms.renderer import HouseRenderer

__all__ = ["DateField", "HouseRenderer", "MoneyField", "PercentField"]
