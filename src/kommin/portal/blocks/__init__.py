"""The blocks a text is made of. Each is drawn by its own template and shown only with content."""

from kommin.portal.blocks.bodies import PRESS_BODY, STANDARD_BODY, STORY_BODY

__all__ = ["PRESS_BODY", "STANDARD_BODY", "STORY_BODY"]
