"""A cleaned release as JSON: what the preview shows is loaded, whatever the cleaning learns meanwhile."""

from dataclasses import asdict
from typing import Any

from kommin.portal.old_releases.blocks import block_to_json
from kommin.portal.old_releases.cleaning import CleanRelease


def to_json(clean: CleanRelease) -> dict[str, Any]:
    """All that loading needs."""
    source = clean.source
    return {
        "title": clean.title,
        "kicker": clean.kicker,
        "subheadline": clean.subheadline,
        "lead": clean.lead,
        "blocks": [block_to_json(block) for block in clean.blocks],
        "place": clean.frame.place,
        "announcement": clean.frame.announcement,
        "sender": clean.sender,
        "topics": list(clean.topics),
        "contact": list(clean.contact),
        "images": [block_to_json(image) for image in clean.images],
        "attachments": [asdict(one) for one in clean.attachments],
        "published": source.published.isoformat() if source.published else None,
    }
