"""Addresses of this room. `identity_urls` and `account_urls` are mounted by the site beside these."""

from django.urls import path

from kommin.people.views import conflicts, invitations, members, organisations, persons, profile

app_name = "people"

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("profile/acting", profile.act_as, name="act_as"),
    path("profile/sessions/<int:pk>/end", profile.end_session, name="session_end"),
    path("profile/memberships/<int:pk>/leave", profile.leave, name="leave"),
    path("invitation/", invitations.accept, name="accept"),
    path("invitation/<str:token>/", invitations.link, name="invitation_link"),
    path("organisation/", organisations.own, name="own_organisation"),
    path("organisations/", organisations.listing, name="organisations"),
    path("organisations/new", organisations.create, name="organisation_create"),
    path("organisations/<int:pk>/", organisations.detail, name="organisation"),
    path("organisations/<int:pk>/name", organisations.rename, name="organisation_rename"),
    path("organisations/<int:pk>/predecessor", organisations.succeed, name="organisation_succeed"),
    path("organisations/<int:pk>/invite", invitations.invite, name="invite"),
    path("organisations/<int:pk>/former", organisations.former, name="former_members"),
    path("invitations/<int:pk>/send-again", invitations.resend, name="invitation_resend"),
    path("invitations/<int:pk>/revoke", invitations.revoke, name="invitation_revoke"),
    path("memberships/<int:pk>/", members.change, name="membership"),
    path("memberships/<int:pk>/end", members.end, name="membership_end"),
    path("memberships/<int:pk>/deputy", members.deputy, name="deputy"),
    path("deputyships/<int:pk>/end", members.end_deputyship, name="deputyship_end"),
    path("people/<int:pk>/", persons.person, name="person"),
    path("people/<int:pk>/lock", persons.lock, name="lock"),
    path("people/<int:pk>/unlock", persons.unlock, name="unlock"),
    path("people/<int:pk>/second-factor", persons.reset_second_factor, name="reset_second_factor"),
    path("people/<int:pk>/anonymise", persons.anonymise, name="anonymise"),
    path("conflicts/", conflicts.listing, name="conflicts"),
    path("conflicts/declare", conflicts.declare, name="conflict_declare"),
    path("conflicts/<int:pk>/end", conflicts.end, name="conflict_end"),
]
