"""Loads from afar, so that its author learns who reads the report, where and when.

must: Nothing is loaded.
"""
text = " ".join(
    f"<{element}>"
    for element in (
        "img src='@URL@/1'", "img srcset='@URL@/2 2x'", "iframe src='@URL@/3'", "object data='@URL@/4'", "embed src='@URL@/5'",
        "video src='@URL@/6' poster='@URL@/7' autoplay", "audio src='@URL@/8' autoplay", "link rel=prefetch href='@URL@/9'",
        "link rel=icon href='@URL@/10'", "link rel=preload as=image href='@URL@/11'", "input type=image src='@URL@/12'",
        "table background='@URL@/13'", "picture", "source srcset='@URL@/14'", "track src='@URL@/15'", "link rel=manifest href='@URL@/16'",
    )
)  # fmt: skip
