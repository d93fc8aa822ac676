"""A PDF of one page, written by hand."""


def pdf(width: float, height: float, *, mark: bool = True) -> bytes:
    """A page of this size in points; with ``mark`` three quarters of its upper half are red."""
    content = f"1 0 0 rg 0 {height / 2} {width * 0.75} {height / 2} re f" if mark else ""
    bodies = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 4 0 R/Resources<<>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    )
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(text))
        text += f"{number} 0 obj{body}endobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 5\n0000000000 65535 f \n{rows}trailer<</Size 5/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"
    return (text + end).encode("ascii")
