from kommin.register.models import *


def test_load(nrw_loaded, django_assert_max_num_queries):
    assert Municipality.objects.count() == 396
    print(Boundaries.objects.get().topology.__len__(), KeyChange.objects.count(), Register.objects.get().revision)
