import pytest
from django.test import Client
from tests.unit.portals.desk.staff import at_desk, lodged, accepted
from pathlib import Path
pytestmark = pytest.mark.django_db
def test_pages():
    c = at_desk("police"); case = lodged()
    r = c.get(f"/desk/cases/{case}/"); assert r.status_code==200
    assert f"/desk/letters/of/{case}/accept/" in r.content.decode()
    r = c.get(f"/desk/letters/of/{case}/accept/"); b=r.content.decode(); assert r.status_code==200, b[:300]
    r = c.post(f"/desk/letters/of/{case}/accept/", {"do":"issue","letter-依据":"某条","letter-期限说明":"最晚明天"})
    print(r.status_code, r.headers.get("Location"))
    loc=r.headers["Location"]
    r=c.get(loc); assert r.status_code==200
    lid=loc.split("/")[-2]
    assert c.get(loc+"pdf/").content[:5]==b"%PDF-"
    assert c.post(loc+"again/").content[:5]==b"%PDF-"
    import datetime
    from django.utils import timezone
    d=timezone.localdate().isoformat()
    r=c.post(loc,{"way":"当面","outcome":"failed","happened_on":d,"proof":"门锁着"}); assert r.status_code==302
    r=c.get(loc); assert "接下来可以" in r.content.decode()
    r=c.post(loc,{"way":"邮寄","outcome":"done","happened_on":d,"proof":"回执"}); assert r.status_code==302
    for u in ["/desk/letters/","/desk/letters/?show=unserved","/desk/letters/?show=day","/desk/letters/print/","/desk/letters/wording/","/desk/letters/wording/refusal/",f"/desk/letters/of/{case}/",f"/desk/letters/of/{case}/asked/receipt/"]:
        r=c.get(u); assert r.status_code==200,(u,r.content.decode()[:500])
    r=c.get("/desk/letters/wording/refusal/?word=510403/police"); assert r.content[:2]==b"PK"
    from django.core.files.uploadedfile import SimpleUploadedFile
    r=c.post("/desk/letters/wording/refusal/",{"office":"510403/police","from_day":d,"document":SimpleUploadedFile("a.docx",r.content)}); assert r.status_code==302,r.content.decode()
    # refuse with missing remedy
    case=accepted(sequence=2)
    r=c.post(f"/desk/letters/of/{case}/refuse/",{"reasons":"不够","clause":"居住证暂行条例第二条"})
    b=r.content.decode(); assert r.status_code==200
    Path("/tmp/l9.html").write_text(b)
    r=c.post(f"/desk/letters/of/{case}/refuse/",{"do":"issue","reasons":"不够","clause":"居住证暂行条例第二条","letter-救济":"可以复议","letter-怎样才行":""})
    assert r.status_code==302,r.content.decode()
    r=c.post(f"/desk/letters/of/{lodged(sequence=3)}/asked/receipt/",{"do":"issue","paper":"receipt80","letter-期限说明":"最晚明天","letter-查询办法":"打电话"})
    assert r.status_code==302,r.content.decode()
