"""What an upload really is, from its content alone."""

from kommin.foundation.files.inspection.deciding import inspect

__all__ = ["inspect"]
