"""The work list of an authority: filters, orders, columns, saved views, bulk actions, export.

`listing.Listing` is the heart: it reads an address and knows the rows that it means. Page, counts, bulk actions and
export ask the same listing, so that none of them can mean other rows than the others.
"""
