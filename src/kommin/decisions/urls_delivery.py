"""Addresses of delivery: sending and opening letters, waivers, lawsuits, corrections; included by `urls`."""

from django.urls import URLPattern, path

from kommin.decisions.views import delivery, remedies, sending

urlpatterns: list[URLPattern] = [
    path("decisions/to-send/", sending.to_send, name="to_send"),
    path("decisions/<int:pk>/deliver", delivery.deliver, name="deliver"),
    path("decisions/<int:pk>/open", delivery.retrieve, name="retrieve"),
    path("decisions/<int:pk>/receipt", delivery.receipt, name="receipt"),
    path("decisions/<int:pk>/waiver", remedies.waiver, name="waiver"),
    path("decisions/<int:pk>/waive", remedies.waive, name="waive"),
    path("decisions/<int:pk>/lawsuit", remedies.lawsuit, name="lawsuit"),
    path("decisions/<int:pk>/lawsuit-end", remedies.lawsuit_end, name="lawsuit_end"),
    path("decisions/<int:pk>/delivery/<int:entry>/correct", delivery.correct, name="correct_delivery"),
]
