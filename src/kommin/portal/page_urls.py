"""Every address that no room knows is asked of the editors' pages: mounted last, under the name the CMS reverses."""

from django.urls import URLPattern, re_path

from kommin.portal.views import pages

urlpatterns: list[URLPattern] = [re_path(r"^((?:[\w\-]+/)*)$", pages.page, name="wagtail_serve")]
