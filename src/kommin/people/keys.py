"""Which municipality keys mean the same place, across reforms."""

from kommin.register import queries as register
from kommin.register.errors import RegisterError


def same_place(one: str, other: str) -> bool:
    """Whether both keys are one place today: keys change when districts are merged, people stay where they are.

    Without a register only equal keys are the same.
    """
    if one == other:
        return True
    try:
        house = register.default_register()
    except RegisterError:
        return False
    return not {one, *register.successors(house, one)}.isdisjoint({other, *register.successors(house, other)})


def keys_of_place(key: str) -> set[str]:
    """Every key that means the same place as this one. Without a register only the key itself."""
    try:
        house = register.default_register()
    except RegisterError:
        return {key}
    return register.keys_of_place(house, key)
