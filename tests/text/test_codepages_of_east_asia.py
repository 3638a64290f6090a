"""Names of East Asia are read in their own page, which Chinese' would take nearly all of."""

import pytest

from grader.text.codepages import ARCHIVES, SPREADSHEETS, likeliest


@pytest.mark.parametrize("pages", [ARCHIVES, SPREADSHEETS])
@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp949", "이름,학번 김철수 이영희 박민수 최지우"),
        ("cp950", "姓名,學號 王大明 陳美玲 林志豪 許功蓋"),
        ("gb18030", "李小龍 作业 陈刚 高峰 白冰 何苗"),
        ("cp932", "表計算 ソース 能力"),
    ],
)
def test_names_come_back(encoding, names, pages):
    """Korean came back as Chinese, and so did Big5."""
    found, _ = likeliest(names.encode(encoding), pages)

    assert names.encode(encoding).decode(found) == names
