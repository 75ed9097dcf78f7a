"""The error tree. Knows what a person is told, in both languages, and with which HTTP status.

Does not know how it is rendered (web/problems.py) nor why it happened beyond the words given here.
"""

from __future__ import annotations


class Fault(Exception):
    """Anything a person is told about. `zh`/`en` are shown as they are: no paths, no other person's text."""

    status = 500
    kind = "fault"
    title_zh, title_en = "系统内部错误", "Internal error"

    def __init__(self, zh: str = "", en: str = "") -> None:
        super().__init__(zh or self.title_zh)
        self.zh = zh or self.title_zh
        self.en = en or (zh if zh else self.title_en)

    def title(self, language: str) -> str:
        return self.title_en if language.startswith("en") else self.title_zh

    def detail(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


class NotSignedIn(Fault):
    status, kind = 401, "not-signed-in"
    title_zh, title_en = "请先登录", "Please sign in"


class WrongPassword(Fault):
    status, kind = 401, "wrong-password"
    title_zh, title_en = "用户名或密码不对", "Wrong user name or password"


class Forbidden(Fault):
    """Only where the thing itself is known to the caller; otherwise NotFound."""

    status, kind = 403, "forbidden"
    title_zh, title_en = "没有这项权限", "Not allowed"


class NotFound(Fault):
    """Hidden and absent are the same answer."""

    status, kind = 404, "not-found"
    title_zh, title_en = "没有找到", "Not found"


class Stale(Fault):
    """The caller's version is old, or the act is not possible in this state yet."""

    status, kind = 409, "stale"
    title_zh, title_en = "内容已被更新或暂不能这样做", "Out of date, or not possible yet"


class TooLarge(Fault):
    status, kind = 413, "too-large"
    title_zh, title_en = "文件太大", "File too large"


class UnsupportedType(Fault):
    status, kind = 415, "unsupported-type"
    title_zh, title_en = "不支持的文件类型", "Unsupported file type"


class BadInput(Fault):
    status, kind = 422, "bad-input"
    title_zh, title_en = "输入有误", "Bad input"


class BadLabel(BadInput):
    kind = "bad-label"
    title_zh, title_en = "密级标签写法有误", "Malformed label"


class Unreadable(BadInput):
    """A file whose text could not be had; the words say why and what to do."""

    kind = "unreadable"
    title_zh, title_en = "文件读不出文字", "The file's text could not be read"


class NotEnough(BadInput):
    """What the caller may read does not suffice to make the thing; the words say what is needed."""

    kind = "not-enough"
    title_zh, title_en = "可查阅的资料不足", "Not enough in what you may read"


class TooMany(Fault):
    status, kind = 429, "too-many"
    title_zh, title_en = "请求太频繁，请稍后再试", "Too many requests"

    def __init__(self, zh: str = "", en: str = "", retry_after: int = 1) -> None:
        super().__init__(zh, en)
        self.retry_after = retry_after


class PartDown(Fault):
    """A part the answer needs is down; `part` is its name (index, database, model)."""

    status, kind = 503, "part-down"
    title_zh, title_en = "有部件暂不可用", "A part is down"

    def __init__(self, part: str, zh: str = "", en: str = "") -> None:
        super().__init__(zh or f"部件 {part} 暂不可用，请稍后再试", en or f"{part} is down, try again later")
        self.part = part


class Damaged(PartDown):
    """An original file is missing or was changed on the disk, noticed by its hash."""

    kind = "damaged"
    title_zh, title_en = "原文件已损坏", "The original file is damaged"

    def __init__(self) -> None:
        super().__init__(
            "files", "原文件在磁盘上已损坏或丢失，请联系管理员从备份恢复，或重新上传",
            "The original file is damaged or gone: ask your administrator to restore it, or upload it again",
        )


class DiskFull(Fault):
    status, kind = 507, "disk-full"
    title_zh, title_en = "磁盘空间不足", "Disk full"


class OverQuota(TooLarge):
    """More than one person may keep here; the numbers are their own."""

    kind = "over-quota"
    title_zh, title_en = "个人空间已满", "Your space is full"

    def __init__(self, used: int, limit: int) -> None:
        super().__init__(
            f"您上传的文件共占 {used / 1024**2:.0f} MB，上限 {limit / 1024**2:.0f} MB；请删除不用的，或请管理员调高",
            f"Your uploads take {used / 1024**2:.0f} of {limit / 1024**2:.0f} MB: delete some, or ask for more room",
        )


class OwnerFull(DiskFull):
    """More than is kept for one owner. How much that is, is not the uploader's to know."""

    kind = "owner-full"
    title_zh, title_en = "该单位的空间已满", "The owner's space is full"

    def __init__(self) -> None:
        super().__init__(
            "该单位的存储空间已满，暂不能上传；请联系该单位的数据专员",
            "No space is left for this owner: ask its data steward",
        )


class WrongKey(Fault):
    """The vault's master key is missing or is not the one the data was sealed with: refuse to start."""

    kind = "wrong-key"
    title_zh, title_en = "密钥缺失或不匹配，拒绝启动", "Key missing or wrong, refusing to start"


class Leak(Fault):
    """The guard stopped something that must not pass. Always a defect of ours; the caller learns nothing."""

    kind = "guard"
    title_zh, title_en = "系统内部错误", "Internal error"
