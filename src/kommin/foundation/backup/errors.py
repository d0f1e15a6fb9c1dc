"""Why a backup or a restore was refused."""


class BackupError(Exception):
    """The message says in one sentence what is wrong and what to do; nothing was changed."""
