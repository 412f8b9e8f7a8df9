"""kcat: python3 kcat.py NAME HOST:PORT SASL TLS CA PREFIX"""
import os
import subprocess
import sys

from features import VALUES, missing, same, show

PLAINTEXT, SASL, TLS, CA, PREFIX = sys.argv[2:7]


def topic(feature):
    return PREFIX + "-" + feature


def kcat(*arguments, text="", address=PLAINTEXT):
    run = subprocess.run(["kcat", "-b", address, *arguments], input=text, capture_output=True, text=True, timeout=25)
    if run.returncode != 0:
        raise AssertionError(run.stderr.strip())
    return run.stdout


def there_and_back(feature, *writing, both=(), address=PLAINTEXT):
    def shows():
        lines = "".join(value + "\n" for value in VALUES)
        kcat("-P", "-t", topic(feature), "-p", "0", *writing, *both, text=lines, address=address)
        same(lines, kcat("-C", "-t", topic(feature), "-e", "-q", *both, address=address))

    return shows


def fetch():
    same(VALUES[1] + "\n", kcat("-C", "-t", topic("produce"), "-p", "0", "-o", "1", "-c", "1", "-q"))
    same(True, "offset 3" in kcat("-Q", "-t", topic("produce") + ":0:-1"))


def groups():
    for values in (VALUES, ["one more"]):
        lines = "".join(value + "\n" for value in values)
        kcat("-P", "-t", topic("groups"), "-p", "0", text=lines)
        options = ("-X", "auto.offset.reset=earliest", "-c", str(len(values)), "-q")
        same(lines, kcat("-G", topic("groups"), *options, topic("groups")))


def admin():
    same(True, topic("produce") in kcat("-L"))


def headers():
    kcat("-P", "-t", topic("headers"), "-H", "k1=v1", text="v\n")
    same("k1=v1\n", kcat("-C", "-t", topic("headers"), "-e", "-q", "-f", "%h\n"))


def login(mechanism):
    settings = {
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": mechanism,
        "sasl.username": "ann",
        "sasl.password": "secret",
    }
    return [part for name, value in settings.items() for part in ("-X", name + "=" + value)]


show(
    [
        ("produce", there_and_back("produce")),
        ("gzip", there_and_back("gzip", "-z", "gzip")),
        ("snappy", there_and_back("snappy", "-z", "snappy")),
        ("lz4", there_and_back("lz4", "-z", "lz4")),
        ("zstd", there_and_back("zstd", "-z", "zstd")),
        ("fetch", fetch),
        ("groups", groups),
        ("offsets", missing),
        ("transactions", missing),
        ("idempotence", there_and_back("idempotence", "-X", "enable.idempotence=true")),
        ("admin", admin),
        ("plain", there_and_back("plain", both=login("PLAIN"), address=SASL)),
        ("scram", there_and_back("scram", both=login("SCRAM-SHA-256"), address=SASL)),
        ("tls", there_and_back("tls", both=("-X", "security.protocol=SSL", "-X", "ssl.ca.location=" + CA), address=TLS)),
        ("headers", headers),
        ("timestamps", missing),
        ("groups-848", missing),
        ("share-groups", missing),
        ("streams-groups", missing),
        ("telemetry", missing),
    ]
)
os._exit(0)
