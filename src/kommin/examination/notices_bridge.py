"""What the room that keeps deadlines asks of this one."""

from kommin.examination.deadlines import PREFIX, request_deadlines
from kommin.foundation.notices.actions.deadlines import register_deadline_source

register_deadline_source(PREFIX, request_deadlines)
