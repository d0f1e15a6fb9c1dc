"""Addresses of the register's pages. A place's address is its key and stays when its name changes."""

from django.urls import path

from kommin.register.views import lists, places

app_name = "register"
urlpatterns = [
    path("municipalities/", lists.municipalities, name="list"),
    path("municipalities/download.<str:file_format>", lists.download, name="download"),
    path("municipalities/<str:key>/", places.municipality, name="municipality"),
    path("districts/", lists.districts, name="districts"),
    path("districts/<str:key>/", places.district, name="district"),
]
