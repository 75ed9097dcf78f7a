"""Reports of bad reading and the room that is left, over HTTP."""

from eval.house import Caller


def test_a_reader_s_report_is_read_by_the_uploader(student: Caller, teacher: Caller, documents: dict[str, str]) -> None:
    document = documents["lesson"]
    path = f"/api/documents/{document}/reports"
    found = student.get("/api/search", q="粗车外圆主轴转速").json()["passages"]
    passage = next(p for p in found if p["document_id"] == document)
    assert passage["integrity"] == 1
    sent = student.post(path, note="“0.25”被读成了“025”。", passage_id=passage["id"])
    assert sent.status_code == 201
    assert sent.json()["read"] == passage["text"]
    assert sent.json()["id"] in [r["id"] for r in teacher.get(path).json()["items"]]
    assert [r["id"] for r in student.get(path).json()["items"]] == [sent.json()["id"]]


def test_hidden_and_absent_documents_take_no_reports(student: Caller, documents: dict[str, str]) -> None:
    hidden = student.post(f"/api/documents/{documents['secret']}/reports", note="看不到")
    absent = student.post("/api/documents/nothing/reports", note="看不到")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json()["detail"] == absent.json()["detail"]
    assert student.get(f"/api/documents/{documents['secret']}/reports").status_code == 404


def test_a_passage_of_another_document_is_refused(student: Caller, documents: dict[str, str]) -> None:
    found = student.get("/api/search", q="粗车外圆主轴转速").json()["passages"][0]
    other = next(d for d in (documents["safety"], documents["card"]) if d != found["document_id"])
    assert student.post(f"/api/documents/{other}/reports", note="错", passage_id=found["id"]).status_code == 422
    assert student.post(f"/api/documents/{other}/reports", note="").status_code == 422


def test_one_sees_one_s_own_room(teacher: Caller, student: Caller, documents: dict[str, str]) -> None:
    told = teacher.get("/api/quota").json()
    assert told["used"] > 0
    assert told["owners"] == []
    assert student.get("/api/quota").json()["used"] == 0


def test_a_document_tells_its_language_and_its_integrity(teacher: Caller, documents: dict[str, str]) -> None:
    row = teacher.get(f"/api/documents/{documents['lesson']}").json()
    assert (row["language"], row["integrity"], row["notes"], row["unread"]) == ("zh-Hans", 1, None, None)
    mail = b"From: a@b.cn\nSubject: =?utf-8?B?5rWL6K+V?=\n\nPlease check the oil level and the pressure.\n"
    sent = teacher.client.post(
        "/api/documents", data={"owner": "school", "library": "course"}, files={"file": ("信.eml", mail)}
    )
    assert teacher.settled(sent.json()["id"])["integrity"] == 0
