"""Editions of an official register: what a file says, before anything is compared or stored."""

from kommin.register.editions.records import (
    DistrictRecord,
    Edition,
    EditionError,
    KeyChange,
    MunicipalityRecord,
    RegionRecord,
    check_edition,
)

__all__ = [
    "DistrictRecord",
    "Edition",
    "EditionError",
    "KeyChange",
    "MunicipalityRecord",
    "RegionRecord",
    "check_edition",
]
