"""Tables as people keep them: read whole or refused whole, written so that no cell runs as a formula.

    workbook = open_workbook(path)                  # CSV, TSV, XLSX, XLS, ODS; checks limits before anything is opened
    table = workbook.table(sheet="Grants")          # header row found, columns named, every row with its line number
    table.columns[3].numbers                        # NumberFormat(decimal=",", thousands="."), to be shown to a person
    table.columns[3].number("1.234,50 €")           # Decimal("1234.50")

What was recognised is an attribute of the result, so that a page can show it and a person can overrule it.
"""

from kommin.foundation.tables.errors import TableError
from kommin.foundation.tables.files import Limits
from kommin.foundation.tables.formats import DateFormat, FormatError, NumberFormat, read_date, read_number
from kommin.foundation.tables.reading import Sheet, Workbook, open_workbook
from kommin.foundation.tables.table import Cell, Column, Row, Table, make_table
from kommin.foundation.tables.writing import safe_text, write_csv, write_xlsx

__all__ = [
    "Cell",
    "Column",
    "DateFormat",
    "FormatError",
    "Limits",
    "NumberFormat",
    "Row",
    "Sheet",
    "Table",
    "TableError",
    "Workbook",
    "make_table",
    "open_workbook",
    "read_date",
    "read_number",
    "safe_text",
    "write_csv",
    "write_xlsx",
]
