from examination.test_examination_pages import *
from examination.test_examination_pages import _crowd, _no_second_factor
import traceback
def test_scratch(case, authority, town):
    request = ask(case, authority.caseworker, AIM)
    save_answer(request=request, fields={"aim": "neu"}, seen=0, by=town.editor)
    hand_in_answer(request=InformationRequest.objects.select_related("case").get(), received=timezone.now(), by=town.signatory)
    send_message(case=case, side=Side.APPLICANT, text="mit Datei", once="f", by=town.editor, uploads=[pdf()])
    client = authority.client(Role.CASEWORKER); address=f"/cases/{case.number}/"
    client.get(address)
    def w(execute, sql, params, many, context):
        st=[f"{f.filename.split('kommin/')[-1]}:{f.lineno}:{f.name}" for f in traceback.extract_stack() if '/src/kommin/' in f.filename]
        print(sql[:90].replace("\n"," "), "|", [params][0] and str(params)[:60], "|", " > ".join(st[-4:]))
        return execute(sql, params, many, context)
    with connection.execute_wrapper(w): client.get(address)
