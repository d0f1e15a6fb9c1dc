from kommin.imports.models.grant_import import GrantImport, ImportState, RememberedMapping
from kommin.imports.models.row import Change, ImportRow

__all__ = ["Change", "GrantImport", "ImportRow", "ImportState", "RememberedMapping"]
