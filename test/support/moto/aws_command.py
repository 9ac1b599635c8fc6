"""Runs a command of the AWS CLI by boto3, which names services, operations and parameters alike.

Takes the words behind `aws`: a service, an operation, and options with one value each. Credentials, endpoint and the
Region come from the environment, `file://` from the working folder.
"""

import sys

import boto3
from botocore import xform_name


def members(client, operation):
    shape = client.meta.service_model.operation_model(operation).input_shape
    return {xform_name(name, "-"): name for name in shape.members}


def value_of(word):
    if not word.startswith("file://"):
        return word
    with open(word[len("file://") :], encoding="utf-8") as file:
        return file.read()


def main(words):
    service, command, *options = words
    client = boto3.client(service)
    operation = client.meta.method_to_api_mapping[command.replace("-", "_")]
    names = members(client, operation)
    pairs = zip(options[::2], options[1::2], strict=True)
    given = {names[flag.removeprefix("--")]: value_of(word) for flag, word in pairs}
    getattr(client, command.replace("-", "_"))(**given)


main(sys.argv[1:])
