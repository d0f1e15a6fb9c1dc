"""Why the register refused something. Messages are translated and meant for people."""


class RegisterError(ValueError):
    """What was asked of the register cannot be done; nothing was changed."""
