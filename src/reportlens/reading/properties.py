"""What a document says about itself, without what its program or its template says."""

import re

from reportlens.report import Facts


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names that office programs, their installers and document libraries put in place of an author.
NOBODY = _words(
    """
    python-docx openpyxl xlsxwriter apache-poi apache poi docx4j aspose itext reportlab anonymous
    unspecified unknown administrator admin root user users windows用户 windowsuser microsoftoffice用户
    microsoftofficeuser microsoft microsoftoffice office officeuser owner author guest test pc computer
    china un-named unnamed none null 微软用户 微软中国 用户 作者 管理员 未知 匿名 无 本机用户 系统管理员
    雨林木风 番茄花园 深度技术 深度联盟 电脑公司 lenovo lenovouser 联想 thinkpad hp dell asus acer huawei
    xiaomi mac apple wps wps_office wpsoffice kingsoft
    """
)
MACHINE_NAME = re.compile(r"wps_\d+|user\d*|pc-?\w*\d+\w*|desktop-\w+|laptop-\w+|\d+|[\w.-]+@\w+|win\d+")
UNTITLED = _words(
    """
    untitled title document worddocument microsoftworddocument microsoftword powerpointpresentation
    presentation 无标题 未命名 标题 文档 新建文档 新建microsoftword文档 新建文本文档 新建docx文档
    新建doc文档 默认标题 pdf none null
    """
)
NUMBERED = re.compile(r"(?:microsoftword[-–—])?(?:文档|document|新建文档|doc)\d*|microsoftword[-–—].*")
FILE_NAME = re.compile(r".*\.(?:docx?|wps|rtf|pdf|txt|html?|xlsx?|pptx?|indd|dot|cdr)", re.IGNORECASE)


def title_of(text: str | None) -> str | None:
    """`text` as a title, or None if it is what a program puts there by itself."""
    title = _clean(text)
    key = _key(title)
    if (
        not re.search(r"\w", title)
        or key in UNTITLED
        or NUMBERED.fullmatch(key)
        or FILE_NAME.fullmatch(title)
    ):
        return None
    return title


def author_of(text: str | None) -> str | None:
    """`text` as an author, or None if it names a program, an installer or a machine."""
    author = _clean(text)
    key = _key(author)
    if not re.search(r"\w", author) or key in NOBODY or MACHINE_NAME.fullmatch(key):
        return None
    return author


def facts(title: str | None, author: str | None) -> Facts:
    """The facts among the properties of a document."""
    return Facts(title=title_of(title), author=author_of(author))


def _clean(text: str | None) -> str:
    return " ".join((text or "").replace("\x00", "").split())


def _key(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()
