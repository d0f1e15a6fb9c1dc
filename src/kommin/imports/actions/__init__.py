from kommin.imports.actions.loading import load_import
from kommin.imports.actions.preparing import begin_import, change_import, discard_import
from kommin.imports.actions.reversing import take_back_import

__all__ = ["begin_import", "change_import", "discard_import", "load_import", "take_back_import"]
