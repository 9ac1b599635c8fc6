"""An independent look at an account: one JSON line in ({endpoint, account, regions}), one JSON line out.

Documents are given as AWS holds them, byte for byte. Version ids, times and generated ids are left out: they
cannot be restored, and "as before" does not mean them.
"""

import json
import sys
from urllib.parse import unquote

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def client(ask, service, region="us-east-1"):
    made = boto3.client(
        service,
        region_name=region,
        endpoint_url=ask["endpoint"],
        aws_access_key_id=ask["accessKey"],
        aws_secret_access_key="none",
        config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
    )
    if service == "iam":
        made.meta.events.unregister("after-call.iam", decoder())
    return made


def decoder():
    """botocore parses policies into objects: without this handler they stay text."""
    from botocore import handlers

    return handlers.json_decode_policies


def pages(call, member, **arguments):
    token = {}
    while True:
        answer = call(**arguments, **token)
        yield from answer.get(member, [])
        if not answer.get("IsTruncated"):
            return
        token = {"Marker": answer["Marker"]}


def tags(found):
    return {tag["Key"]: tag["Value"] for tag in found or []}


def policy(iam, found):
    arn = found["Arn"]
    versions = []
    for version in pages(iam.list_policy_versions, "Versions", PolicyArn=arn):
        text = iam.get_policy_version(PolicyArn=arn, VersionId=version["VersionId"])["PolicyVersion"]["Document"]
        versions.append({"default": version["IsDefaultVersion"], "document": unquote(text)})
    holders = iam.list_entities_for_policy(PolicyArn=arn)
    return {
        "name": found["PolicyName"],
        "path": found["Path"],
        "versions": sorted(versions, key=lambda version: (version["document"], version["default"])),
        "tags": tags(iam.list_policy_tags(PolicyArn=arn).get("Tags")),
        "holders": sorted(role["RoleName"] for role in holders["PolicyRoles"]),
    }


def role(iam, found):
    name = found["RoleName"]
    read = iam.get_role(RoleName=name)["Role"]
    inline = {}
    for policy_name in pages(iam.list_role_policies, "PolicyNames", RoleName=name):
        text = iam.get_role_policy(RoleName=name, PolicyName=policy_name)["PolicyDocument"]
        inline[policy_name] = unquote(text)
    attached = pages(iam.list_attached_role_policies, "AttachedPolicies", RoleName=name)
    return {
        "arn": read["Arn"],
        "trust": unquote(read["AssumeRolePolicyDocument"]),
        "boundary": read.get("PermissionsBoundary"),
        "inline": inline,
        "attached": sorted(item["PolicyArn"] for item in attached),
        "tags": tags(read.get("Tags")),
    }


def dump_iam(ask):
    iam = client(ask, "iam")
    roles = pages(iam.list_roles, "Roles")
    policies = pages(iam.list_policies, "Policies", Scope="Local")
    profiles = pages(iam.list_instance_profiles, "InstanceProfiles")
    return {
        "roles": {found["RoleName"]: role(iam, found) for found in roles},
        "policies": {found["Arn"]: policy(iam, found) for found in policies},
        "instanceProfiles": {
            found["Arn"]: [held["RoleName"] for held in found["Roles"]] for found in profiles
        },
    }


def documents(ssm):
    own = ssm.list_documents(Filters=[{"Key": "Owner", "Values": ["Self"]}])["DocumentIdentifiers"]
    found = {}
    for identifier in own:
        name = identifier["Name"]
        about = ssm.describe_document(Name=name)["Document"]
        texts = {}
        for listed in ssm.list_document_versions(Name=name)["DocumentVersions"]:
            number = listed["DocumentVersion"]
            texts[number] = ssm.get_document(Name=name, DocumentVersion=number)["Content"]
        found[name] = {
            "type": about["DocumentType"],
            "default": texts[about["DefaultVersion"]],
            "latest": texts[about["LatestVersion"]],
            "versions": sorted(texts.values()),
            "tags": tags(ssm.list_tags_for_resource(ResourceType="Document", ResourceId=name)["TagList"]),
        }
    return found


def log_groups(logs):
    found = logs.describe_log_groups().get("logGroups", [])
    return {group["logGroupName"]: log_group(logs, group) for group in found}


def log_group(logs, found):
    kept = {key: found.get(key) for key in ("arn", "kmsKeyId", "retentionInDays", "logGroupClass")}
    streams = logs.describe_log_streams(logGroupName=found["logGroupName"])["logStreams"]
    return {
        **kept,
        "tags": logs.list_tags_for_resource(resourceArn=found["logGroupArn"])["tags"],
        "streams": sorted(stream["logStreamName"] for stream in streams),
    }


def keys(kms):
    found = {}
    for listed in kms.list_keys()["Keys"]:
        about = kms.describe_key(KeyId=listed["KeyId"])["KeyMetadata"]
        policy_text = kms.get_key_policy(KeyId=listed["KeyId"], PolicyName="default")["Policy"]
        found[listed["KeyArn"]] = {"state": about["KeyState"], "policy": policy_text}
    return found


def optional(call, member, **arguments):
    try:
        return call(**arguments).get(member)
    except ClientError as refused:
        if refused.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return None
        raise


def buckets(s3):
    found = {}
    for listed in s3.list_buckets()["Buckets"]:
        name = listed["Name"]
        found[name] = {
            "policy": optional(s3.get_bucket_policy, "Policy", Bucket=name),
            "encryption": optional(s3.get_bucket_encryption, "ServerSideEncryptionConfiguration", Bucket=name),
            "versioning": optional(s3.get_bucket_versioning, "Status", Bucket=name),
            "publicAccessBlock": optional(s3.get_public_access_block, "PublicAccessBlockConfiguration", Bucket=name),
        }
    return found


def without(found, *names):
    return {key: value for key, value in found.items() if key not in names}


def sorted_by_text(items):
    return sorted(items, key=lambda item: json.dumps(item, sort_keys=True, default=str))


def by_id(items, name, *left_out):
    """Each thing whole, its lists in one order: a group that was taken away and put back may come last."""
    found = {}
    for item in items:
        kept = without(item, name, *left_out)
        ordered = {key: sorted_by_text(value) if isinstance(value, list) else value for key, value in kept.items()}
        found[item[name]] = ordered
    return found


def vpcs(ec2):
    found = by_id(ec2.describe_vpcs()["Vpcs"], "VpcId")
    for vpc in found:
        for member, attribute in (("EnableDnsSupport", "enableDnsSupport"), ("EnableDnsHostnames", "enableDnsHostnames")):
            found[vpc][attribute] = ec2.describe_vpc_attribute(VpcId=vpc, Attribute=attribute)[member]["Value"]
    return found


def group_rules(ec2):
    rules = ec2.describe_security_group_rules()["SecurityGroupRules"]
    return sorted_by_text(without(rule, "SecurityGroupRuleId") for rule in rules)


def network(ec2):
    return {
        "vpcs": vpcs(ec2),
        "subnets": by_id(ec2.describe_subnets()["Subnets"], "SubnetId"),
        "routeTables": by_id(ec2.describe_route_tables()["RouteTables"], "RouteTableId"),
        "networkAcls": by_id(ec2.describe_network_acls()["NetworkAcls"], "NetworkAclId"),
        "groups": by_id(ec2.describe_security_groups()["SecurityGroups"], "GroupId"),
        "groupRules": group_rules(ec2),
        "endpoints": by_id(ec2.describe_vpc_endpoints()["VpcEndpoints"], "VpcEndpointId", "CreationTimestamp"),
        "interfaces": by_id(ec2.describe_network_interfaces()["NetworkInterfaces"], "NetworkInterfaceId"),
        "internetGateways": by_id(ec2.describe_internet_gateways()["InternetGateways"], "InternetGatewayId"),
        "natGateways": by_id(ec2.describe_nat_gateways()["NatGateways"], "NatGatewayId", "CreateTime"),
    }


def instances(ec2):
    found = {}
    for reservation in ec2.describe_instances()["Reservations"]:
        for instance in reservation["Instances"]:
            profile = instance.get("IamInstanceProfile", {})
            found[instance["InstanceId"]] = {
                "profile": {key: profile.get(key) for key in ("Arn", "Id")},
                "metadata": instance.get("MetadataOptions"),
            }
    return found


def associations(ssm):
    found = []
    for association in ssm.list_associations()["Associations"]:
        about = ssm.list_tags_for_resource(ResourceType="Association", ResourceId=association["AssociationId"])
        found.append({**without(association, "AssociationId"), "tags": tags(about.get("TagList"))})
    return sorted_by_text(found)


def dump_region(ask, region):
    return {
        "instances": instances(client(ask, "ec2", region)),
        "associations": associations(client(ask, "ssm", region)),
        "network": network(client(ask, "ec2", region)),
        "documents": documents(client(ask, "ssm", region)),
        "logGroups": log_groups(client(ask, "logs", region)),
        "keys": keys(client(ask, "kms", region)),
    }


def dump(ask):
    return {
        "iam": dump_iam(ask),
        "buckets": buckets(client(ask, "s3")),
        "regions": {region: dump_region(ask, region) for region in ask["regions"]},
    }


for line in sys.stdin:
    print(json.dumps(dump(json.loads(line)), sort_keys=True, default=str), flush=True)
