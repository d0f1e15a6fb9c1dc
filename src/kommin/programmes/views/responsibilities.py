"""Which granting authority handles which places."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kommin.foundation.access import access
from kommin.people.models import Kind
from kommin.people.models.dated import today
from kommin.people.queries import organisations
from kommin.people.standing import name_in_force
from kommin.programmes import actions, rules
from kommin.programmes.models import Programme, Responsibility
from kommin.programmes.views.common import about, act_or_say, acting, attempt, done, programme_of, trail_of
from kommin.register.models import District, Region

MOST = 500


class ResponsibilityForm(forms.Form):
    authority = forms.ChoiceField(label=gettext_lazy("Granting authority"))
    key_prefix = forms.CharField(
        label=gettext_lazy("keys begin with"), required=False, max_length=12,
        help_text=gettext_lazy(
            "For example 059 for the region of Arnsberg; left empty, all places that nobody else handles."
        ),
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.houses = {str(house.pk): house for house in organisations(kind=Kind.GRANTING_AUTHORITY)[:100]}
        choices = [("", _("Please choose")), *((key, house.house_name) for key, house in self.houses.items())]  # type: ignore[attr-defined]
        self.fields["authority"].choices = choices  # type: ignore[attr-defined]
        self.fields["key_prefix"].label = _("Keys begin with")


def responsibility_of(_request: HttpRequest, pk: int) -> Responsibility:
    return get_object_or_404(Responsibility.objects.select_related("programme"), pk=pk)


@access(rules.may_read_programme, post=rules.may_edit_programme, of=programme_of)
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """Who handles which places; programme officers add lines."""
    programme: Programme = about(request)
    here = reverse("programmes:responsibilities", args=[programme.slug])
    form = ResponsibilityForm(request.POST or None)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.set_responsibility(
            programme=programme, authority=form.houses[form.cleaned_data["authority"]],
            key_prefix=form.cleaned_data["key_prefix"], by=acting(request),
        ),
    ):  # fmt: skip
        return done(request, _("Laid down. Applications that have arrived stay where they are."), here)
    lines = (
        Responsibility.objects.filter(programme=programme)
        .annotate(house_name=name_in_force(today(), "authority_id"))
        .order_by("key_prefix")[:MOST]
    )
    rows = list(lines)
    places = _names({row.key_prefix for row in rows})
    context = {
        "programme": programme,
        "rows": [{"line": row, "place": places.get(row.key_prefix, "")} for row in rows],
        "form": form,
        "may_edit": rules.may_edit_programme.holds(acting(request), programme),
        "trail": trail_of(programme),
    }
    return render(request, "programmes/responsibilities.html", context, status=422 if form.errors else 200)


@access(rules.may_edit_programme, of=responsibility_of, sees=rules.may_read_programme)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line back."""
    row = about(request)
    return act_or_say(
        request,
        lambda: actions.remove_responsibility(responsibility=row, by=acting(request)),
        sentence=_("Taken back. Applications that have arrived stay where they are."),
        to=reverse("programmes:responsibilities", args=[row.programme.slug]),
    )


def _names(prefixes: set[str]) -> dict[str, str]:
    """What the register calls a region or district with such a key."""
    found: dict[str, str] = {}
    for model in (District, Region):
        found |= dict(model.objects.filter(register__is_default=True, key__in=prefixes).values_list("key", "name"))
    return found
