"""The forms of scoring: one's sheet, a common score, who scores, and dealing out a round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kommin.examination.scores import Criteria
from kommin.foundation.ui.formatting import reader
from kommin.foundation.ui.forms.fields import DecimalTextInput
from kommin.people.models import User
from kommin.programmes.frozen import Entry

LONGEST_COMMENT = 4000


@dataclass(frozen=True)
class Group:
    """The fields of one criterion."""

    criterion: Entry
    points: BoundField
    words: BoundField
    is_large: bool = False


class PointsForm(forms.Form):
    """Points and words for every criterion, and words about the whole. What is no number is the action's to say.

    `word` is “comment” for a sheet and “reason” for a common score.
    """

    word = "comment"
    about_all = gettext_lazy("Comment on the whole")

    def __init__(
        self, criteria: Criteria, kept: Mapping[str, Mapping[str, Any]], *args: Any, words: str = "",
        large: Sequence[int] = (), **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.criteria, self._large = criteria, set(large)
        for one in criteria.entries:
            line = kept.get(str(one.id), {})
            self.fields[f"points-{one.id}"] = forms.CharField(
                label=_("Points"),
                required=False,
                max_length=10,
                initial=self._shown(line.get("points")),
                widget=DecimalTextInput(
                    suffix=ngettext("of %(most)s point", "of %(most)s points", one.most_points)
                    % {"most": one.most_points}
                ),
            )
            self.fields[f"{self.word}-{one.id}"] = forms.CharField(
                label=self._label_of_words(one),
                required=False,
                max_length=LONGEST_COMMENT,
                initial=line.get(self.word, ""),
                widget=forms.Textarea({"rows": 2}),
            )
        self.fields[self.word] = forms.CharField(
            label=self.about_all, required=False, max_length=LONGEST_COMMENT, initial=words,
            widget=forms.Textarea({"rows": 3}),
        )  # fmt: skip

    @property
    def groups(self) -> list[Group]:
        """The criteria in order, each with its fields."""
        return [
            Group(one, self[f"points-{one.id}"], self[f"{self.word}-{one.id}"], one.id in self._large)
            for one in self.criteria.entries
        ]

    @property
    def words(self) -> BoundField:
        return self[self.word]

    def typed(self) -> dict[int, dict[str, str]]:
        """What was typed, as the actions want it; call after `is_valid`."""
        return {
            one.id: {
                "points": self.cleaned_data.get(f"points-{one.id}", ""),
                self.word: self.cleaned_data.get(f"{self.word}-{one.id}", ""),
            }
            for one in self.criteria.entries
        }

    def _label_of_words(self, _criterion: Entry) -> str:
        return _("Comment")

    @staticmethod
    def _shown(points: str | None) -> str:
        return points.removesuffix(".0").replace(".", "," if reader().german else ".") if points else ""


class ConsensusForm(PointsForm):
    """A common score; a reason for each criterion in which the examiners lie far apart."""

    word = "reason"
    about_all = gettext_lazy("Why this is the right score")

    def _label_of_words(self, criterion: Entry) -> str:
        return _("Reason (needed: the scores lie far apart)") if criterion.id in self._large else _("Reason")


class AnswerForm(forms.Form):
    """What one says to a common score."""

    comment = forms.CharField(
        label=gettext_lazy("Comment"), required=False, max_length=LONGEST_COMMENT,
        help_text=gettext_lazy("Needed if you decline."), widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class MeanForm(forms.Form):
    """Why the mean shall stand."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea({"rows": 3})
    )


class ChoicesOfPeople(forms.ModelMultipleChoiceField):
    """People by name, with how many cases each has to score."""

    def __init__(self, loads: Mapping[int, int], **options: Any) -> None:
        self.loads = loads
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)

    def label_from_instance(self, person: Any) -> str:
        count = self.loads.get(person.pk, 0)
        return ngettext("%(name)s (%(count)s case to score)", "%(name)s (%(count)s cases to score)", count) % {
            "name": person.name, "count": reader().number(count),
        }  # fmt: skip


class AppointForm(forms.Form):
    """Further people to score a case."""

    def __init__(self, people: Sequence[User], loads: Mapping[int, int], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["people"] = ChoicesOfPeople(
            loads, queryset=User.objects.filter(pk__in=[one.pk for one in people]).order_by("name", "pk"),
            label=_("Who scores"), required=False,
        )  # fmt: skip


class HandOverForm(forms.Form):
    """Who takes over, and why."""

    def __init__(self, people: Sequence[User], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"] = forms.ModelChoiceField(
            User.objects.filter(pk__in=[one.pk for one in people]).order_by("name", "pk"),
            label=_("Who takes over"), required=False, empty_label=_("Nobody: the scores of the others count"),
        )  # fmt: skip
        self.fields["to"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]
        self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2}))


class DealOutForm(AppointForm):
    """Who scores the cases of a round, and how many people each."""

    per_case = forms.IntegerField(label=gettext_lazy("Examiners per case"), min_value=1, max_value=9)


class ScoringRulesForm(forms.Form):
    """How a call is scored."""

    scorers_per_case = forms.IntegerField(label=gettext_lazy("Examiners per case"), min_value=1, max_value=9)
    spread_percent = forms.IntegerField(
        label=gettext_lazy("Large difference from (percent of the most points)"), min_value=1, max_value=100,
        help_text=gettext_lazy(
            "Where the highest and the lowest points of a criterion lie so far apart, the examiners agree on a common "
            "score."
        ),
    )  # fmt: skip
