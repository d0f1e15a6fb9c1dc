from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "kommin.register"
    label = "register"
