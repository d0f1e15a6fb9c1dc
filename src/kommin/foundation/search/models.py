"""What can be found: one row for each document of each room. Derived data: `kommin search rebuild` makes it anew."""

from django.db import models

LONGEST_KIND, LONGEST_KEY = 40, 80


class Document(models.Model):
    """A thing that can be found, as its room described it, in the state of the last action on it.

    Its words stand beside it in the table `search_words`, in the form that each database searches fastest (see
    `engines`); the two are written and removed together, through `writing` only.
    """

    kind = models.CharField(max_length=LONGEST_KIND)
    key = models.CharField(max_length=LONGEST_KEY)
    language = models.CharField(max_length=5)
    public = models.BooleanField()
    title = models.TextField()
    text = models.TextField()
    title_stems = models.TextField()
    """Stems of the title in order, each with a blank before and after, so that one can be looked for as a whole."""
    text_stems = models.TextField()
    """The same of the beginning of the text: as much as ranking looks at."""
    digest = models.CharField(max_length=64)
    """Of everything that was indexed: the same document is not written twice."""
    indexed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "language"], name="search_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
