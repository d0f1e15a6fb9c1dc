from kommin.register.models.boundaries import Boundaries
from kommin.register.models.history import KeyChange, OtherName
from kommin.register.models.places import District, Municipality, Population, Region
from kommin.register.models.register import Register

__all__ = ["Boundaries", "District", "KeyChange", "Municipality", "OtherName", "Population", "Region", "Register"]
