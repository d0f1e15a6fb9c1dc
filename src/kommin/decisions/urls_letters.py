"""Addresses of letters: their texts and heads, and the public page that verifies them; included by `urls`."""

from django.urls import URLPattern, path

from kommin.decisions.views import letters, verifying

urlpatterns: list[URLPattern] = [
    path("letters/", letters.authorities, name="letters"),
    path("letters/<int:authority>/", letters.overview, name="letters_of"),
    path("letters/<int:authority>/head/", letters.head, name="letter_head"),
    path("letters/<int:authority>/courts/", letters.courts, name="letter_courts"),
    path("letters/<int:authority>/<slug:kind>/", letters.texts, name="letter_texts"),
    path("letters/<int:authority>/<slug:kind>/edit/", letters.edit, name="letter_edit"),
    path("letters/<int:authority>/<slug:kind>/preview.pdf", letters.preview, name="letter_preview"),
    path("letters/<int:authority>/<slug:kind>/versions/<int:number>/", letters.version, name="letter_version"),
    path("letters/<int:authority>/<slug:kind>/versions/<int:number>/restore", letters.restore, name="letter_restore"),
    path("verify/", verifying.start, name="verify"),
    path("verify/<str:code>/", verifying.code, name="verify_code"),
]
