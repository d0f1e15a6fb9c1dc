from kommin.imports.forms.deciding import DecisionForm, PlacesForm
from kommin.imports.forms.reading import BeginForm, ReadingForm, TakeBackForm

__all__ = ["BeginForm", "DecisionForm", "PlacesForm", "ReadingForm", "TakeBackForm"]
