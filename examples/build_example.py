"""Builds `notion-export.zip`, a small export in the shape Notion gives it, with words of our own.

Names in it are in decomposed Unicode (NFD), and attachments are percent-encoded on top, as Notion writes
them; such names do not survive git on every system, so the zip is what stands in the repository.

Run it with: python examples/build_example.py
"""

from __future__ import annotations

import io
import sys
import unicodedata
import zipfile
import zlib
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).parent
EXPORT = "ExportBlock-0f3c2a10-77aa-4b5e-9d21-6c1e5a9b7d42"
HOME = "25d41c0a9e3b80f2a6c7d1e8f4b09a13"
TRIP = "25d41c0a9e3b80c4b1f2e6a79d03c85e"
PACKING = "25d41c0a9e3b8071a0d9c3b5e7f21468"
BOOKS = "25d41c0a9e3b80e59c8ad2f6b1704e3f"
BOOK = "25d41c0a9e3b80a8b7e1c9d0f3a25684"
OTHER_BOOK = "26041c0a9e3b80d2b6c8e0a1f4d37195"
AUTHORS = "25d41c0a9e3b80f7a4b3c2d1e0f98765"
AUTHOR = "25d41c0a9e3b8016b5c4d3e2f1a09876"
STAMP = (2026, 3, 2, 9, 0, 0)


def nfd(text: str) -> str:
    """The form Notion gives the names of pages and folders."""
    return unicodedata.normalize("NFD", text)


def link(path: str) -> str:
    """A path as a link in a page: percent-encoded once more than it is on disk."""
    return quote(path, safe="/()&+,=;!~@$'#")


def encoded(name: str) -> str:
    """The name Notion gives an attachment on disk: itself percent-encoded."""
    return quote(nfd(name), safe="")


def pages() -> dict[str, str]:
    """The pages by path."""
    home, trip = nfd(f"우리집 노트 {HOME}"), nfd(f"부산 여행 계획 2박 3일 {TRIP}")
    packing, books = nfd(f"준비물 {PACKING}"), nfd(f"읽은 책 {BOOKS}")
    book, other = nfd(f"느리게 걷는 법 {BOOK}"), nfd(f"밤의 도서관 {OTHER_BOOK}")
    authors, author = nfd(f"지은이 {AUTHORS}"), nfd(f"한바다 {AUTHOR}")
    trip_link = f"부산 여행 계획: 2박 3일 ({link(f'{home}/{trip}.md')})"
    author_link = f"한바다 ({link(f'{home}/{authors}/{author}.md')})"
    span = "2026년 2월 11일 → 2026년 2월 20일"
    book_links = ", ".join(
        f"{title} ({link(f'{home}/{books}/{page}.md')})"
        for title, page in [("느리게 걷는 법", book), ("밤의 도서관", other)]
    )
    ticket, map_ = encoded("기차표 예매 확인.pdf"), encoded("숙소 주변 지도.png")
    return {
        f"{home}.md": f"""# 우리집 노트

작성일시: 2026년 2월 27일 오후 9:05
최종 편집 일시: 2026년 3월 1일 오전 8:40
태그: 가족, 살림 기록

한 주에 한 번 정리하는 공책입니다.

[부산 여행 계획: 2박 3일]({link(f"{home}/{trip}.md")})

[읽은 책]({link(f"{home}/{books}.csv")})

책을 쓴 사람은 [지은이]({link(f"{home}/{authors}.csv")})에 따로 모아 둔다.

지난 회의에서 적어 둔 링크: [여행 계획](https://www.notion.so/{quote("부산-여행-계획")}-{TRIP}?pvs=4)""",
        f"{home}/{trip}.md": f"""# 부산 여행 계획: 2박 3일

<aside>
💡 표는 미리 뽑아 둘 것. 역 안 기계는 줄이 길다.

</aside>

기차표: [기차표 예매 확인.pdf]({link(f"{trip}/{ticket}")})

![숙소 주변 지도]({link(f"{trip}/{map_}")})

- [ ]  [준비물]({link(f"{trip}/{packing}.md")}) 다시 보기
- [x]  숙소 잔금 보내기

| 날 | 아침 | 저녁 |
| --- | --- | --- |
| 첫째 날 | 기차 | 시장 |
| 둘째 날 | 바닷가 | [느리게 걷는 법]({link(f"{books}/{book}.md")}) 읽기 |""",
        f"{home}/{trip}/{packing}.md": f"""# 준비물

- 우산
    
    비 소식이 있으면 큰 것으로.
    
- 충전기

돌아가기: [여행 계획]({link(f"../{trip}.md")})""",
        f"{home}/{books}/{book}.md": f"""# 느리게 걷는 법

지은이: 한바다 ({link(f"../{authors}/{author}.md")})
값: ₩15,800
별점: 4.5
다 읽음: Yes
읽은 날: {span}
Tags: 산문, 걷기
여행: 부산 여행 계획: 2박 3일 ({link(f"../{trip}.md")})

하루에 열 쪽씩 읽었다.""",
        f"{home}/{books}/{other}.md": f"""# 밤의 도서관

지은이: 한바다 ({link(f"../{authors}/{author}.md")})
값: ₩9,000
다 읽음: No
Tags: 소설""",
        f"{home}/{books}.csv": (
            "\ufeff제목,별점,다 읽음\r\n느리게 걷는 법,4.5,Yes\r\n밤의 도서관,,No\r\n바닷가 부엌,3,Yes"
        ),
        f"{home}/{books}_all.csv": "\r\n".join(
            [
                "\ufeff제목,별점,다 읽음,값,읽은 날,지은이,Tags,여행",
                f'느리게 걷는 법,4.5,Yes,"₩15,800",{span},{author_link},"산문, 걷기",{trip_link}',
                f'밤의 도서관,,No,"₩9,000",,{author_link},소설,',
                '바닷가 부엌,3,Yes,"₩12,000",2026년 1월 4일,,"산문, 요리",',
            ]
        ),
        f"{home}/{authors}/{author}.md": f"""# 한바다

태어난 해: 1971
책: 느리게 걷는 법 ({link(f"../{books}/{book}.md")}), 밤의 도서관 ({link(f"../{books}/{other}.md")})

강연을 들은 적이 있다.""",
        f"{home}/{authors}.csv": f'\ufeff이름,태어난 해,책\r\n한바다,1971,"{book_links}"\r\n윤솔,1988,',
        f"{home}/{authors}_all.csv": f'\ufeff이름,태어난 해,책\r\n한바다,1971,"{book_links}"\r\n윤솔,1988,',
    }


def attachments() -> dict[str, bytes]:
    """The attachments by path: the smallest PDF and the smallest PNG."""
    trip = nfd(f"우리집 노트 {HOME}/부산 여행 계획 2박 3일 {TRIP}")
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        for kind, data in (
            (b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])),
            (b"IDAT", zlib.compress(bytes([0, 70, 130, 180]))),
            (b"IEND", b""),
        )
    )
    return {
        f"{trip}/{encoded('기차표 예매 확인.pdf')}": pdf,
        f"{trip}/{encoded('숙소 주변 지도.png')}": png,
    }


def zipped(files: dict[str, bytes], method: int) -> bytes:
    """A zip with fixed times, so that building it again gives the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, STAMP), content, method)
    return data.getvalue()


def build() -> bytes:
    """The export: a zip that holds a zip that holds the folder of all pages."""
    files = {path: text.encode() for path, text in pages().items()} | attachments()
    inner = zipped({f"Private & Shared/{path}": data for path, data in files.items()}, zipfile.ZIP_DEFLATED)
    return zipped({f"{EXPORT}-Part-1.zip": inner}, zipfile.ZIP_STORED)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "notion-export.zip"
    target.write_bytes(build())
    print(f"wrote {target}")
