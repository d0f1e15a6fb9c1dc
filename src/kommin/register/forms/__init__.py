"""What narrows the register."""

from kommin.register.forms.filters import RegisterFilter

__all__ = ["RegisterFilter"]
