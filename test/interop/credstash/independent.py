"""Reads and writes the credstash format with boto3 and cryptography, independently of superbowleto.

Reads one command a line from standard input, and prints one answer a line; both are JSON objects.
{"do": "put", "name", "version", "value", "digest", "comment", "context", "hmac": "B" or "S"},
    with "spelling" to store the digest under another name, and "upper": true for an HMAC in upper case
{"do": "get", "name", "version", "context"}
"""

import base64
import json
import os
import sys

import boto3
from cryptography.hazmat.primitives import constant_time, hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

ALGORITHMS = {
    "SHA": hashes.SHA1,
    "SHA224": hashes.SHA224,
    "SHA256": hashes.SHA256,
    "SHA384": hashes.SHA384,
    "SHA512": hashes.SHA512,
    "MD5": hashes.MD5,
}

table = os.environ["CREDSTASH_TABLE"]
key = os.environ["CREDSTASH_KEY"]
kms = boto3.client("kms")
dynamodb = boto3.client("dynamodb")


def ctr(secret_key):
    return Cipher(algorithms.AES(secret_key), modes.CTR((1).to_bytes(16, "big")))


def mac(mac_key, ciphertext, digest):
    code = hmac.HMAC(mac_key, ALGORITHMS[digest]())
    code.update(ciphertext)
    return code.finalize().hex()


def put(command):
    answer = kms.generate_data_key(KeyId=key, NumberOfBytes=64, EncryptionContext=command.get("context", {}))
    secret_key, mac_key = answer["Plaintext"][:32], answer["Plaintext"][32:]
    encryptor = ctr(secret_key).encryptor()
    ciphertext = encryptor.update(command["value"].encode("utf-8")) + encryptor.finalize()
    code = mac(mac_key, ciphertext, command["digest"] or "SHA256")
    if command.get("upper"):
        code = code.upper()
    item = {
        "name": {"S": command["name"]},
        "version": {"S": command["version"]},
        "key": {"S": base64.b64encode(answer["CiphertextBlob"]).decode()},
        "contents": {"S": base64.b64encode(ciphertext).decode()},
        "hmac": {"B": code.encode()} if command["hmac"] == "B" else {"S": code},
    }
    if command["digest"]:
        item["digest"] = {"S": command.get("spelling", command["digest"])}
    if command.get("comment"):
        item["comment"] = {"S": command["comment"]}
    dynamodb.put_item(TableName=table, Item=item)
    return {}


def get(command):
    where = {"name": {"S": command["name"]}, "version": {"S": command["version"]}}
    item = dynamodb.get_item(TableName=table, Key=where)["Item"]
    blob = base64.b64decode(item["key"]["S"], validate=True)
    data_key = kms.decrypt(CiphertextBlob=blob, EncryptionContext=command.get("context", {}))["Plaintext"]
    ciphertext = base64.b64decode(item["contents"]["S"], validate=True)
    expected = mac(data_key[32:], ciphertext, item["digest"]["S"])
    if not constant_time.bytes_eq(expected.encode(), item["hmac"]["S"].encode()):
        raise ValueError("hmac")
    decryptor = ctr(data_key[:32]).decryptor()
    value = (decryptor.update(ciphertext) + decryptor.finalize()).decode("utf-8")
    return {"value": value, "comment": item.get("comment", {}).get("S")}


for line in sys.stdin:
    command = json.loads(line)
    try:
        answer = {"put": put, "get": get}[command["do"]](command)
    except Exception as error:  # the test asserts the message
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
