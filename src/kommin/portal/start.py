"""The editors' start page: what waits, what one has begun, what is planned, what was published last."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from kommin.foundation.access import acting
from kommin.portal import desk as desks
from kommin.portal.models import PressIndexPage
from kommin.portal.rules import leads_the_press_desk


class StartPanel(Component):
    """Lists with links; for heads first what waits for them."""

    name = "press desk"
    order = 10
    template_name = "portal/release/start.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        user = request.user.pk
        leads = leads_the_press_desk.holds(acting(request))
        handed_over = desks.waiting_for_release()
        if leads:
            waiting = [one for one in handed_over if user not in desks.writers_of(one.release, one)]
        else:
            waiting = [one for one in handed_over if one.by_id == user]
        return {
            "leads": leads,
            "waiting": waiting[: desks.SHOWN],
            "came_back": list(desks.sent_back_to(user)[: desks.SHOWN]),
            "drafts": list(desks.drafts_of(user)[: desks.SHOWN]),
            "planned": desks.planned()[: desks.SHOWN],
            "latest": list(desks.latest()[: desks.SHOWN]),
            "archives": list(PressIndexPage.objects.select_related("locale").order_by("path")),
        }
