"""The legend of a map."""

from decimal import Decimal

from kommin.register.maps.classes import by_value


def test_amounts_are_written_with_the_same_number_of_decimals() -> None:
    amounts = {str(place): Decimal(text) for place, text in enumerate(("0.58", "0.94", "1.09", "1.40", "2.00"))}
    labels = [str(each.label) for each in by_value(amounts, unit="€").legend]
    assert labels == [
        "unter 0,94 €", "0,94 bis unter 1,09 €", "1,09 bis unter 1,40 €", "1,40 bis unter 2,00 €", "2,00 € und mehr",
    ]  # fmt: skip
    whole = {"a": Decimal("1200.00"), "b": Decimal("3400.00")}
    assert [str(each.label) for each in by_value(whole, unit="€").legend] == ["unter 3.400 €", "3.400 € und mehr"]
