"""Loading the register that ships with the software."""

from django.db import transaction

from kommin.foundation.access import Actor, require
from kommin.register.actions.boundaries import import_boundaries
from kommin.register.actions.comparing import Difference
from kommin.register.actions.importing import create_register, import_edition
from kommin.register.editions.shipped import shipped_register
from kommin.register.models import Register
from kommin.register.rules import maintains_the_register


def load_register(*, by: Actor, code: str = "nrw") -> Difference | None:
    """Load a shipped register with its boundaries; where it is loaded already, a second run changes nothing.

    A register that has since been brought to a newer edition is left as it is.

    Returns:
        What changed, or None where a newer edition is in use.

    Raises:
        KeyError: no such register ships with the software.
    """
    require(maintains_the_register, by=by)
    shipped = shipped_register(code)
    with transaction.atomic():
        register = Register.objects.filter(code=code).first() or create_register(
            code=code, name=shipped.name, by=by, country=shipped.country, language=shipped.language
        )
        if register.as_of and register.as_of > shipped.edition.as_of:
            return None
        if (register.qualifiers, register.usual_additions) != (shipped.qualifiers, shipped.usual_additions):
            register.qualifiers, register.usual_additions = dict(shipped.qualifiers), list(shipped.usual_additions)
            register.save(update_fields=["qualifiers", "usual_additions"])
        difference = import_edition(register=register, edition=shipped.edition, by=by)
        import_boundaries(register=register, content=shipped.boundaries.encode(), by=by)
    return difference
