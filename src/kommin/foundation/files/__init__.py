"""Private uploads: typed by what they hold, scanned, kept under names that say nothing, given out by rule only.

Rooms use `actions.store_upload(s)`, `actions.remove_file`, `queries.files_of` and `owners.register_owner_rule`.
docs/files.md shows each.
"""
