from django.urls import path

from kommin.foundation.notices.views import deadlines, mails, notices, own_settings, texts

app_name = "notices"

urlpatterns = [
    path("notices/", notices.listing, name="list"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/<int:notice_id>/", notices.open_notice, name="open"),
    path("notices/settings/", own_settings.page, name="settings"),
    path("notices/settings/calendar/", own_settings.make_feed, name="make_feed"),
    path("notices/settings/calendar/revoke/", own_settings.revoke_feed, name="revoke_feed"),
    path("notices/settings/address/", own_settings.try_address_again, name="try_address_again"),
    path("deadlines/", deadlines.listing, name="deadlines"),
    path("deadlines/organisation/", deadlines.organisation, name="organisation_deadlines"),
    path("deadlines/reminders/", deadlines.reminders, name="reminders"),
    path("deadlines/<int:deadline_id>/done/", deadlines.complete, name="complete_deadline"),
    path("calendar/<str:token>.ics", deadlines.feed, name="calendar"),
    path("mails/", texts.listing, name="texts"),
    path("mails/stuck/", mails.stuck, name="stuck_mails"),
    path("mails/stuck/<int:mail_id>/send/", mails.send_again, name="send_again"),
    path("mails/stuck/<int:mail_id>/settle/", mails.count_as_sent, name="count_as_sent"),
    path("mails/<str:name>/<str:language>/", texts.edit, name="edit_text"),
    path("mails/<str:name>/<str:language>/reset/", texts.reset, name="reset_text"),
]
