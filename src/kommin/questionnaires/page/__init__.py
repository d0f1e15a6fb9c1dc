"""A questionnaire as a web page: how it is drawn, read back and kept in step while somebody fills it in."""

from kommin.questionnaires.page.boxes import Page
from kommin.questionnaires.page.live import live_response
from kommin.questionnaires.page.reading import Read, read_form
from kommin.questionnaires.page.views import build_page

__all__ = ["Page", "Read", "build_page", "live_response", "read_form"]
