"""From a spreadsheet to rows that can be loaded, with every doubt named. Pure: no database, no clock.

given = propose(workbook, words)                      # sheet, header, columns, formats: to be shown and overruled
read = evaluate(table, mapping, surroundings)         # every row: ready, to be chosen, or left out, and why
books = reconcile(read)                               # sums before and after, explained to the cent
"""
