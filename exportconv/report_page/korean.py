"""What codes and remarks say, in Korean; the English is in `codes` and in the report."""

from __future__ import annotations

from collections.abc import Mapping

from exportconv.codes import Code

__all__ = ["COUNTS", "MEANINGS", "REMARKS", "TYPES"]

MEANINGS: Mapping[Code, str] = {
    Code.BROKEN_LINK: (
        "링크가 가리키는 것이 원본에 없습니다."
        " 링크는 그대로 두며, 보관함을 일반 마크다운으로 바꿀 때는 글자만 남깁니다."
    ),
    Code.AMBIGUOUS_LINK: "링크에 맞는 파일이 여럿입니다. 가장 가까운 파일로 이었습니다.",
    Code.UNKNOWN_FRAGMENT: "블록이나 제목이 원본에 없습니다. 링크는 노트로 이어지고, 임베드는 노트 전체를 보여 줍니다.",
    Code.UNDECIDED_LINK: "내보낸 파일을 읽기 전에 파일이 덮어써졌으므로, 링크를 원래대로 두었습니다.",
    Code.LEFT_OUT: (
        "옵션에 따라 뺀 것을 가리키는 링크입니다. 일반 마크다운에서는 링크의 글자만 남고 임베드는 사라집니다."
    ),
    Code.LINKED_EMBED: (
        "임베드를 그 자리에 보여 줄 수 없습니다."
        " 서로를 품거나, 너무 깊거나, 표·제목·굵은 글씨 안에 있거나, 플러그인의 것입니다."
    ),
    Code.UNKNOWN_TAG: "옵션에 적은 태그가 어느 노트에도 없습니다. 다르게 적혀 있을지 모릅니다.",
    Code.UNREADABLE_TEXT: "페이지가 UTF-8이 아니어서, 바이트 그대로 복사했습니다.",
    Code.UNCLOSED_CALLOUT: "콜아웃이 닫히지 않았습니다. 글은 원래대로 두었습니다.",
    Code.UNREADABLE_PAGE: "페이지가 너무 깊이 중첩되었거나 HTML 페이지가 손상되었습니다. 있는 그대로 복사했습니다.",
    Code.PROPERTY_KEPT_TEXT: "값이 정해진 유형에 맞지 않아 텍스트로 두었습니다.",
    Code.TAG_CHANGED: "태그에 옵시디언이 허용하지 않는 글자가 있었습니다.",
    Code.PROPERTY_RENAMED: "한 노트에 이름이 같은 속성이 둘 있어, 둘째 것에 번호를 붙였습니다.",
    Code.ODD_VALUE: "열의 값이 몇 개만 빼고 모두 한 유형입니다. 그 몇 개 때문에 열을 텍스트로 두었습니다.",
    Code.VALUES_DIFFER: "페이지와 CSV의 속성 값이 다릅니다. 노트에는 페이지의 값이 있고, CSV도 복사했습니다.",
    Code.TYPES_DIFFER: "한 속성의 값이 여러 유형입니다. 옵시디언은 모두 한 유형으로 보여 줍니다.",
    Code.UNKNOWN_TYPE: "이 버전이 모르는 유형의 속성입니다. 텍스트로 두었습니다.",
    Code.LONG_PATH: "경로가 240자보다 길어, Windows에서 열리지 않을 수 있습니다.",
    Code.SKIPPED_ENTRY: "원본에 있는 링크, 장치 같은 특수 파일을 건너뛰었습니다.",
    Code.SAME_PATH: "원본에 경로가 같은 서로 다른 파일이 둘 있습니다. 둘 다 두었습니다.",
    Code.NESTED_VAULT: "폴더가 그 자체로 보관함입니다. 있는 그대로 복사했습니다.",
    Code.EDITED_BOTH: (
        "여기에서 고친 파일이 새 원본에서도 바뀌었습니다. 고친 파일은 그대로 두고, 새 파일을 그 옆에 두었습니다."
    ),
    Code.WRITTEN_AGAIN: "여기에서 지웠거나 옮겨서 고친 파일이 새 원본에서 바뀌었습니다. 다시 썼습니다.",
    Code.GONE: "새 원본에 더는 없는 파일입니다. 그대로 두었거나, `--prune`이 지웠습니다.",
    Code.AMBIGUOUS_ROW: "행이 여러 페이지 가운데 어느 것인지 알 수 없습니다. 어디에도 잇지 않았고, CSV를 복사했습니다.",
    Code.AMBIGUOUS_VIEW: "CSV가 여러 데이터베이스의 보기일 수 있습니다. 있는 그대로 복사했습니다.",
    Code.EXTRA_CELLS: "CSV의 한 행에 열보다 많은 칸이 있습니다. CSV를 복사했습니다.",
    Code.OPEN_QUOTE: "CSV의 따옴표가 닫히지 않아 행들이 붙었을 수 있습니다. CSV를 복사했습니다.",
    Code.ONLY_IN_VIEW: "데이터베이스에 없는 행이나 열이 보기에 있습니다. CSV를 복사했습니다.",
    Code.UNKNOWN_BASE: "옵시디언만 계산할 수 있는 부분이 베이스에 있습니다. 그 자리에 링크를 두었습니다.",
    Code.NFD_NAME: "이름이 풀어쓰기 유니코드(NFD)여서, 많은 프로그램이 NFC 이름으로는 찾지 못합니다.",
    Code.ENCODED_NAME: "이름이 퍼센트 인코딩되어 있습니다.",
    Code.ID_IN_NAME: "이름에 노션 ID가 남아 있습니다.",
    Code.UNSAFE_NAME: "이름에 Windows나 위키링크가 받지 못하는 글자가 있거나, Windows가 따로 쓰는 이름입니다.",
    Code.NAME_CLASH: "한 폴더에 대소문자나 유니코드 형식만 다른 이름이 둘 있습니다.",
    Code.ENCODED_TWICE: "링크 대상이 두 번 이상 퍼센트 인코딩되어 있습니다.",
    Code.NFD_TARGET: "링크 대상이 풀어쓰기 유니코드(NFD)입니다.",
    Code.NOTION_ADDRESS: "링크가 노션으로 이어지는데, 그 페이지가 여기에 있습니다.",
    Code.MACHINE_PATH: "링크 대상이 누군가의 컴퓨터에만 있는 경로입니다.",
    Code.UNUSED_FILE: "어느 노트도 이 파일에 링크하지 않습니다.",
    Code.SAME_CONTENT: "두 첨부파일의 바이트가 같습니다.",
    Code.MISSING_EXTENSION: "첨부파일 이름에 확장자가 없습니다. 첫 바이트로 종류를 알 수 있습니다.",
    Code.INVALID_YAML: "프런트매터가 올바른 YAML이 아니어서, 옵시디언이 속성을 보여 주지 않습니다.",
    Code.DUPLICATE_KEY: "프런트매터에 같은 속성이 두 번 있습니다. 하나만 쓰입니다.",
    Code.UNQUOTED_WIKILINK: "프런트매터의 위키링크에 따옴표가 없어, 목록 속의 목록이 됩니다.",
    Code.OLD_KEY: "속성 이름이 옵시디언 옛 버전의 `tag`, `alias`, `cssclass`입니다.",
    Code.AMBIGUOUS_VALUE: "YAML 1.1과 1.2가 값을 다르게 읽습니다.",
    Code.MOJIBAKE: "한글이 잘못된 인코딩으로 풀렸습니다.",
    Code.LONE_JAMO: "어느 음절에도 들지 않는, 풀어진 한글 자모가 있습니다.",
    Code.BYTE_ORDER_MARK: "파일이 바이트 순서 표시(BOM)로 시작합니다.",
    Code.MIXED_LINE_ENDS: "파일에 여러 종류의 줄 끝이 있습니다.",
    Code.LEADS_OUT: "거부: 항목의 경로가 압축 파일 밖으로 나갑니다.",
    Code.ABSOLUTE_PATH: "거부: 항목의 경로가 절대 경로이거나, 드라이브나 서버가 있습니다.",
    Code.NUL_IN_NAME: "거부: 항목 이름에 NUL이 있습니다. 어떤 프로그램은 거기에서 이름을 자릅니다.",
    Code.SPECIAL_FILE: "거부: 항목이 심볼릭 링크, 장치 같은 특수 파일입니다.",
    Code.OVERLAP: "거부: 압축 폭탄처럼 항목들이 압축 파일의 바이트를 함께 씁니다.",
    Code.TOO_LARGE: "거부: 압축 파일을 모두 풀면 `--max-size`보다 큽니다.",
    Code.HIGH_RATIO: "거부: 큰 항목을 풀면 `--max-ratio`배보다 커집니다.",
    Code.DEEP_NESTING: "거부: 압축 파일이 세 겹보다 깊이 들어 있습니다.",
    Code.ENCRYPTED: "거부: 항목이 암호화되어 있습니다.",
    Code.UNKNOWN_COMPRESSION: "거부: 파이썬이 읽지 못하는 방식으로 압축된 항목입니다.",
    Code.DAMAGED: "거부: 압축 파일이 잘렸거나, 손상되었거나, 압축 파일이 아닙니다.",
    Code.WRONG_SIZE: "거부: 항목의 바이트가 적힌 크기나 체크섬과 다릅니다.",
    Code.TOO_MANY_ENTRIES: "거부: 압축 파일을 모두 합하면 항목이 200만 개를 넘습니다.",
    Code.REPAIRED_NAMES: "압축 파일이 이름의 인코딩을 밝히지 않아, UTF-8이나 CP949로 읽었습니다.",
    Code.LOST_FILE: "원본의 파일이 결과 어디에도 같은 바이트로 있지 않습니다.",
    Code.LOST_PAGE: "원본의 페이지가 노트가 되지 않았는데, 합쳤거나 뺐다는 기록이 없습니다.",
    Code.LOST_OUTPUT: "쓴 파일이 사라졌습니다.",
    Code.MISPLACED_FILE: "사본의 바이트가 원본 파일과 다르고, 그 바이트는 다른 곳에 있습니다.",
    Code.EDITED_FILE: "쓴 뒤에 파일이 바뀌었습니다.",
    Code.MOVED_FILE: "쓴 뒤에 파일이 옮겨졌습니다.",
    Code.OTHER_SOURCE: "원본의 파일이 변환했던 그 파일이 아닙니다.",
    Code.TWO_OUTPUTS: "원본의 한 페이지가 파일 여러 개가 되었습니다.",
    Code.TEXT_DIFFERS: "노트의 글이 페이지의 글과 다릅니다.",
    Code.CODE_DIFFERS: "노트에 페이지의 코드가 없거나, 코드의 공백이 다릅니다.",
    Code.PROPERTY_DIFFERS: "노트에 페이지의 속성이 없거나, 값이 다릅니다.",
    Code.ROW_DIFFERS: "데이터베이스의 행이 그것을 대신하는 표에 없습니다.",
    Code.BYTES_DIFFER: "그대로 있어야 할 노트의 줄, 줄 끝, 또는 첫머리 표시가 다릅니다.",
    Code.DANGLING_LINK: "링크가 아무 데도 이어지지 않는데, 원본에는 그런 링크가 없습니다.",
    Code.WRONG_LINK: "페이지의 링크가 이어지는 곳으로 노트의 어느 링크도 이어지지 않습니다.",
    Code.OUTSIDE_LINK: "링크가 결과 폴더 밖으로 이어지는데, 원본에는 그런 링크가 없습니다.",
    Code.UNSURE_PAGE: "노트의 글이 페이지의 글과 다르게 될 것이어서, 페이지를 있는 그대로 복사했습니다.",
}
"""What an issue with a code says."""

REMARKS: Mapping[str, str] = {
    "A Notion export does not hold the filters, sorting, grouping and layout of database views, the order of rows and"
    " blocks in them, or the colours of options; a view in the result shows the rows that its CSV has, as a table.": (
        "노션에서 내보낸 파일에는 데이터베이스 보기의 필터, 정렬, 그룹, 배치, "
        "보기 안의 행과 블록의 순서, 옵션의 색이 들어 있지 않습니다."
        " 결과의 보기는 CSV에 있는 행을 표로 보여 줍니다."
    ),
}
"""What a report remarks."""

COUNTS: Mapping[str, str] = {
    "files added": "새로 쓴 파일",
    "files updated": "새 내용으로 바꾼 파일",
    "files moved": "옮긴 파일",
    "files removed": "지운 파일",
    "edited files kept": "직접 고친 그대로 둔 파일",
    "notes with links that follow": "링크를 따라 바꾼 노트",
}
"""What an update counts."""

TYPES: Mapping[str, str] = {
    "text": "텍스트",
    "list": "목록",
    "number": "숫자",
    "checkbox": "체크박스",
    "date": "날짜",
    "datetime": "날짜와 시간",
    "tags": "태그",
    "links": "링크",
}
"""Types of properties."""
