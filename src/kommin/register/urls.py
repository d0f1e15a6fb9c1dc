"""Addresses of the register's pages. A place's address is its key and stays when its name changes."""

from django.urls import path

from kommin.register.views import lists, places

app_name = "register"
urlpatterns = [
    path("kommunen/", lists.municipalities, name="list"),
    path("kommunen/download.<str:file_format>", lists.download, name="download"),
    path("kommunen/<str:key>/", places.municipality, name="municipality"),
    path("kreise/", lists.districts, name="districts"),
    path("kreise/<str:key>/", places.district, name="district"),
]
