from django.http import HttpRequest, HttpResponse

from kommin.foundation.access import public


@public
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(str(pk))
