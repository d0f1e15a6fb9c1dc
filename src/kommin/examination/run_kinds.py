"""The long work of this room."""

from django.utils.translation import gettext_lazy as _

from kommin.examination.worklist import exporting
from kommin.foundation.runs.registry import register_run_kind

register_run_kind(exporting.RUN, label=_("Export of the work list"), step=exporting.read_piece, finish=exporting.bind)
