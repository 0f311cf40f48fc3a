"""Workbooks by hand: the smallest XLSX and ODS that spreadsheets would open, with whatever in them."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROW = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Step</t></is></c><c r="B1" t="inlineStr"><is><t>Owner</t></is></c></row>'
)
XLSX = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Steps" sheetId="1" r:id="s"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/{part}"/></Relationships>',
}
CONTENT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="Steps">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""
ODS = {
    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
}


def packed(parts):
    """Return an archive of parts by name."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def xlsx(rows="", *, part="sheet1.xml", sheet=None, after="", **more):
    """Return an XLSX with the headings Step and Owner, rows of XML below, and more parts."""
    rels = XLSX["xl/_rels/workbook.xml.rels"].format(part=part)
    sheet = sheet or f'<worksheet xmlns="{MAIN}"><sheetData>{ROW}{rows}</sheetData>{after}</worksheet>'
    return packed({**XLSX, "xl/_rels/workbook.xml.rels": rels, f"xl/worksheets/{part}": sheet, **more})


def ods(rows, cut=None):
    """Return an ODS with one table of rows of XML; its content breaks off where it is cut."""
    return packed({**ODS, "content.xml": CONTENT.format(rows=rows)[:cut]})
