from kommin.foundation.files.models.stored import FileState, Shelf, StoredFile

__all__ = ["FileState", "Shelf", "StoredFile"]
