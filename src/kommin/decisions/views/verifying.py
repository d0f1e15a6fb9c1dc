"""The public page that verifies a letter. It says yes or no, and nothing about the letter."""

from collections.abc import Callable
from datetime import timedelta
from math import ceil

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kommin.decisions.forms.letters import CodeForm, HashForm
from kommin.decisions.letters.codes import grouped, is_whole, normalized
from kommin.decisions.letters.verifying import HashingUploadHandler, is_issued, is_letter
from kommin.foundation.access import Limit, client_address, public, wait_for

LOOKED_UP = Limit("verify_letter", most=30, per=timedelta(minutes=10))
"""Counted also for pages that are only read: each of them answers whether a code exists."""

FORM = require_http_methods(["GET", "HEAD", "POST"])


def slowly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let one place look up codes only so often."""

    def guarded(request: HttpRequest, code: str) -> HttpResponse:
        wait = wait_for(LOOKED_UP, client_address(request))
        if wait is None:
            return view(request, code)
        seconds = int(wait.total_seconds())
        response = render(request, "access/too_many.html", {"minutes": ceil(seconds / 60)}, status=429)
        response["Retry-After"] = str(seconds)
        return response

    return guarded


@public
@FORM
def start(request: HttpRequest) -> HttpResponse:
    """Type the digits of a letter."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(reverse("decisions:verify_code", kwargs={"code": form.cleaned_data["code"]}))
    return render(request, "decisions/letters/verify.html", {"form": form}, status=422 if form.errors else 200)


@public
@csrf_exempt  # changes nothing; and checking the token would read the upload before the handler stands
@never_cache
@FORM
@slowly
def code(request: HttpRequest, code: str) -> HttpResponse:
    """Whether there is a letter with this code, and whether a file or checksum is that letter."""
    digits = normalized(code)
    if not is_whole(digits):
        return render(request, "decisions/letters/verify.html", {"form": CodeForm({"code": code[:60]})}, status=422)
    request.upload_handlers = [HashingUploadHandler(request)]
    form = HashForm(request.POST, request.FILES) if request.method == "POST" else HashForm()
    known = is_issued(digits)
    answer = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        checksum = sent.sha256 if sent else form.cleaned_data["checksum"]
        if checksum:
            answer = "same" if is_letter(digits, checksum) else "other"
        else:
            form.add_error("file", form.nothing_sent)
    context = {"form": form, "code": grouped(digits), "known": known, "answer": answer}
    return render(request, "decisions/letters/verified.html", context, status=422 if form.errors else 200)
