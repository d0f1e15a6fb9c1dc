"""What the clock asks of this room."""

from kommin.cases.deadlines import PREFIX, open_drafts
from kommin.foundation.notices.actions.deadlines import register_deadline_source

register_deadline_source(PREFIX, open_drafts)
