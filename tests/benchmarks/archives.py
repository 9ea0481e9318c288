"""Archives of any size, the same each time: shaped like what a feed crawler leaves behind."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

_CATEGORIES = (
    # Where an article stands, and how often: one category holds nearly two fifths of all.
    (("要闻", "国内", "综合"), 39),
    (("要闻", "国际", "亚洲"), 9),
    (("经济", "市场", "股票"), 12),
    (("经济", "产业", "能源"), 8),
    (("技术", "软件", "数据库"), 10),
    (("技术", "硬件", "芯片"), 6),
    (("文化", "読書", "随筆"), 8),
    (("World", "Essays", "Cities"), 8),
)
_CHINESE = (
    "经济 市场 报告 城市 工程 技术 研究 企业 发展 计划 数据 系统 河流 天气 交通 学校 医院 图书 音乐 电影 农业 能源 "
    "政策 会议 记者 消息 增长 下降 投资 建设 公布 认为 表示 完成 开始 支持 改善 影响 推动 需要"
).split()
_JAPANESE = "街 朝 電車 図書館 雨 手紙 窓 仕事 研究 記事 言葉 季節 料理 音楽 歩く 読む 書く 考える 始まる 続く".split()
_ENGLISH = (
    "archive index reader paper harbour bridge letter engine garden market report history signal window teacher "
    "river method number winter summer quiet narrow build carry follow gather the of and in to for with from"
).split()


def write(folder: Path, articles: int, seed: int = 1) -> int:
    """Writes so many articles into a folder, about one in fifty of them faulty; answers their size in bytes."""
    chance = random.Random(seed)
    paths = [path for path, _ in _CATEGORIES]
    weights = [weight for _, weight in _CATEGORIES]
    for path in paths:
        folder.joinpath(*path).mkdir(parents=True, exist_ok=True)
    size = 0
    first = datetime(2018, 1, 1, tzinfo=UTC)
    for number in range(articles):
        (path,) = chance.choices(paths, weights)
        moment = first + timedelta(minutes=chance.randrange(4_000_000))
        data = _article(chance, number, path, moment)
        folder.joinpath(*path, f"{number:07}.md").write_bytes(data)
        size += len(data)
    return size


def _article(chance: random.Random, number: int, path: tuple[str, ...], moment: datetime) -> bytes:
    words, gap, stop = _CHINESE, "", "。"
    if path[0] == "文化":
        words, stop = _JAPANESE, "。"
    elif path[0] == "World":
        words, gap, stop = _ENGLISH, " ", "."
    title = gap.join(chance.choices(words, k=4)) + f"{gap}{number}"
    paragraphs: list[str] = []
    length = int(chance.lognormvariate(8.0, 0.5))  # bytes; a median of 3 KB
    while sum(map(len, paragraphs)) * (1 if gap else 3) < length:
        sentences = [gap.join(chance.choices(words, k=chance.randint(5, 14))) + stop for _ in range(4)]
        paragraphs.append(f"<p>{gap.join(sentences)}</p>")
    fault = number % 50 == 7
    quoted = f"It's '{title}'" if fault else title
    front = "".join(
        [
            f"\n---\ntitle: '{quoted}'\ncategories:\n",
            *(f"- {name}\n" for name in path),
            f"author: {path[-1]}\ndate: {format_datetime(moment, usegmt=True)}\n---\n",
        ]
    )
    return (front + "<div>\n" + "\n".join(paragraphs) + "\n</div>\n").encode()
