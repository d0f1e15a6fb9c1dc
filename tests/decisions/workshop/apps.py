from django.apps import AppConfig


class LetterWorkshopConfig(AppConfig):
    name = "decisions.workshop"
    label = "letter_workshop"

    def ready(self) -> None:
        from decisions.workshop.letters import letter_at_the_gate
        from kommin.decisions.letter_seam import register_letter_maker

        register_letter_maker(letter_at_the_gate)
