"""What the room that keeps deadlines asks of this one."""

from kommin.decisions.duties import PREFIX, all_dues
from kommin.foundation.notices.actions.deadlines import register_deadline_source

register_deadline_source(PREFIX, all_dues)
