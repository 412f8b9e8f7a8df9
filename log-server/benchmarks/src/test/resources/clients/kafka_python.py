"""kafka-python: python3 kafka_python.py NAME HOST:PORT SASL TLS CA PREFIX"""
import os
import sys
import time

from features import VALUES, missing, same, show
from kafka import KafkaConsumer, KafkaProducer, TopicPartition, codec
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, NewTopic
from kafka.structs import OffsetAndMetadata

PLAINTEXT, SASL, TLS, CA, PREFIX = sys.argv[2:7]


def topic(feature):
    return PREFIX + "-" + feature


def write(name, values, address=PLAINTEXT, client=(), **settings):
    producer = KafkaProducer(bootstrap_servers=address, acks="all", **dict(client), **settings)
    for value in values:
        producer.send(name, key=b"key", value=value.encode()).get(timeout=20)
    producer.close()


def read(name, count, address=PLAINTEXT, offset=0, client=()):
    consumer = KafkaConsumer(bootstrap_servers=address, consumer_timeout_ms=20000, **dict(client))
    consumer.assign([TopicPartition(name, 0)])
    consumer.seek(TopicPartition(name, 0), offset)
    records = []
    for record in consumer:
        records.append(record)
        if len(records) == count:
            break
    consumer.close()
    return records


def there_and_back(feature, address=PLAINTEXT, client=(), **settings):
    def shows():
        write(topic(feature), VALUES, address, client, **settings)
        records = read(topic(feature), len(VALUES), address, client=client)
        same(VALUES, [record.value.decode() for record in records])

    return shows


def compressed(name):
    if not getattr(codec, "has_" + name)():
        return missing  # the library for it is not installed
    return there_and_back(name, compression_type=name)


def fetch():
    same(VALUES[1:], [record.value.decode() for record in read(topic("produce"), 2, offset=1)])


def groups():
    for values in (VALUES, ["one more"]):
        write(topic("groups"), values)
        consumer = KafkaConsumer(
            topic("groups"),
            bootstrap_servers=PLAINTEXT,
            group_id=topic("groups"),
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            consumer_timeout_ms=20000,
        )
        found = []
        for record in consumer:
            found.append(record.value.decode())
            if len(found) == len(values):
                break
        consumer.commit()
        consumer.close()
        same(values, found)


def offsets():
    partition = TopicPartition(topic("produce"), 0)
    consumer = KafkaConsumer(bootstrap_servers=PLAINTEXT, group_id=topic("offsets"), enable_auto_commit=False)
    consumer.assign([partition])
    consumer.commit({partition: OffsetAndMetadata(2, "note")})
    same(2, consumer.committed(partition))
    consumer.close()


def admin():
    client = KafkaAdminClient(bootstrap_servers=PLAINTEXT)
    client.create_topics([NewTopic(topic("made"), num_partitions=2, replication_factor=1)])
    client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic("made"))])
    client.delete_topics([topic("made")])
    client.close()


def headers():
    producer = KafkaProducer(bootstrap_servers=PLAINTEXT)
    producer.send(topic("headers"), value=b"v", headers=[("k1", b"v1")]).get(timeout=20)
    producer.close()
    same([("k1", b"v1")], read(topic("headers"), 1)[0].headers)


def timestamps():
    then = int(time.time() * 1000) - 3600000
    producer = KafkaProducer(bootstrap_servers=PLAINTEXT)
    producer.send(topic("timestamps"), value=b"v", timestamp_ms=then).get(timeout=20)
    producer.close()
    same(then, read(topic("timestamps"), 1)[0].timestamp)


def login(mechanism):
    return {
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": mechanism,
        "sasl_plain_username": "ann",
        "sasl_plain_password": "secret",
    }


show(
    [
        ("produce", there_and_back("produce")),
        ("gzip", compressed("gzip")),
        ("snappy", compressed("snappy")),
        ("lz4", compressed("lz4")),
        ("zstd", compressed("zstd")),
        ("fetch", fetch),
        ("groups", groups),
        ("offsets", offsets),
        ("transactions", missing),
        ("idempotence", missing),
        ("admin", admin),
        ("plain", there_and_back("plain", SASL, login("PLAIN"))),
        ("scram", there_and_back("scram", SASL, login("SCRAM-SHA-256"))),
        ("tls", there_and_back("tls", TLS, {"security_protocol": "SSL", "ssl_cafile": CA, "ssl_check_hostname": False})),
        ("headers", headers),
        ("timestamps", timestamps),
        ("groups-848", missing),
        ("share-groups", missing),
        ("streams-groups", missing),
        ("telemetry", missing),
    ]
)
os._exit(0)
