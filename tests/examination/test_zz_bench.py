import time, pytest
from examination.cases_in_hand import Authority
from examination.rounds import *
from kommin.examination.actions import ranking
from kommin.examination.ranking.engine import Rules
from kommin.examination.ranking.collecting import collect
from kommin.people.models import Role
from kommin.examination.ranking.collecting import *
@pytest.mark.django_db
def test_it(settings):
    settings.SECOND_FACTOR_REQUIRED=False
    from decimal import Decimal
    a=Authority(); call=scored_call(); give_means(call,a,commitment="50000000.00")
    bare_round(call,a,[(str(i%100),"40000") for i in range(5000)])
    t=time.time(); r=collect(call,authority=a.organisation.pk); print("collect",time.time()-t,len(r.rows))
    t=time.time(); res=ranking.result_of(r,Rules(cut=Decimal(7),per_district=True),authority=a.organisation.pk); print("engine",time.time()-t)
    t=time.time(); s=ranking.make_scenario(call=call,name="A",rules=Rules(cut=Decimal(7)),by=a.head); print("make",time.time()-t)
    c=a.client(Role.HEAD)
    for path in (f"/rounds/{call.slug}/",f"/rounds/{call.slug}/scenarios/{s.pk}/",f"/rounds/{call.slug}/scenarios/{s.pk}/adopt/",f"/rounds/{call.slug}/export/xlsx/",f"/rounds/"):
        c.get(path); t=time.time(); x=c.get(path); print(path,x.status_code,time.time()-t)
    t=time.time(); ranking.adopt_scenario(scenario=s,by=a.head); print("adopt",time.time()-t)
