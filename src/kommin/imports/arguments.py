"""What options of the command and fields of a page may hold."""

from argparse import ArgumentTypeError
from decimal import Decimal

from django.utils.translation import gettext as _

from kommin.foundation.tables import NumberFormat
from kommin.imports.core.amounts import AmountReader
from kommin.imports.core.words import words


def control_total(text: str) -> Decimal:
    """A sum as people write it: "1.234.567,89", "1,234,567.89", "1234567.89 €".

    Raises:
        ArgumentTypeError: it is no amount, or could be two.
    """
    found = set()
    for written in (NumberFormat(",", "."), NumberFormat(".", ","), NumberFormat(".", "'")):
        amount = AmountReader(words(), "", written).read(text)
        odd = any(each.kind == "number_odd" for each in amount.doubts)
        if amount.exact is not None and not odd:
            found.add(amount.exact)
    whole = {each for each in found if each == each.to_integral_value()}
    if len(found) == 2 and len(whole) == 1 and max(found) in whole:
        return max(found)  # "1.234" is a thousand, as an amount never has three decimals
    if len(found) != 1:
        raise ArgumentTypeError(_("“%(text)s” is no amount. Write it like 1234567.89.") % {"text": text})
    return found.pop()
