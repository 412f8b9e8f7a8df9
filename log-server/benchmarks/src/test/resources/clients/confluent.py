"""confluent-kafka-python: python3 confluent.py NAME HOST:PORT SASL TLS CA PREFIX"""
import os
import sys
import time

from confluent_kafka import AcknowledgeType, Consumer, KafkaException, Producer, ShareConsumer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewTopic
from features import VALUES, missing, same, show

PLAINTEXT, SASL, TLS, CA, PREFIX = sys.argv[2:7]


def topic(feature):
    return PREFIX + "-" + feature


def write(name, values, headers=None, timestamp=0, **settings):
    producer = Producer({"bootstrap.servers": PLAINTEXT, "acks": "all", **renamed(settings)})
    for value in values:
        producer.produce(name, key="key", value=value, headers=headers, timestamp=timestamp, on_delivery=delivered)
    same(0, producer.flush(20))


def delivered(error, _):
    if error is not None:
        raise KafkaException(error)


def renamed(settings):
    return {name.replace("_", "."): value for name, value in settings.items()}


def consumer(group, **settings):
    return Consumer(
        {
            "bootstrap.servers": PLAINTEXT,
            "group.id": group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            **renamed(settings),
        }
    )


def poll(reader, count):
    records = []
    end = time.time() + 20
    while len(records) < count and time.time() < end:
        record = reader.poll(0.5)
        if record is not None:
            if record.error():
                raise KafkaException(record.error())
            records.append(record)
    return records


def read(name, count, offset=0, **settings):
    reader = consumer("nobody", **settings)
    reader.assign([TopicPartition(name, 0, offset)])
    records = poll(reader, count)
    reader.close()
    return records


def texts(records):
    return [record.value().decode() for record in records]


def there_and_back(feature, both=None, **settings):
    def shows():
        write(topic(feature), VALUES, **settings, **(both or {}))
        same(VALUES, texts(read(topic(feature), len(VALUES), **(both or {}))))

    return shows


def fetch():
    same(VALUES[1:], texts(read(topic("produce"), 2, offset=1)))
    reader = consumer("nobody")
    same((0, 3), reader.get_watermark_offsets(TopicPartition(topic("produce"), 0), timeout=10))
    reader.close()


def groups(feature, **settings):
    def shows():
        for values in (VALUES, ["one more"]):
            write(topic(feature), values)
            reader = consumer(topic(feature), **settings)
            reader.subscribe([topic(feature)])
            same(values, texts(poll(reader, len(values))))
            reader.commit(asynchronous=False)
            reader.close()

    return shows


def shared(reader, count, released=None):
    found = []
    end = time.time() + 20
    while len(found) < count and time.time() < end:
        for record in reader.poll(0.5):
            if record.error():
                raise KafkaException(record.error())
            text = record.value().decode()
            found.append(text)
            reader.acknowledge(record, AcknowledgeType.RELEASE if text == released else AcknowledgeType.ACCEPT)
        for problem in reader.commit_sync(20.0).values():
            same(None, problem)
    return found


def share_groups():
    def reader():
        group = {"group.id": topic("share-groups"), "share.acknowledgement.mode": "explicit"}
        made = ShareConsumer({"bootstrap.servers": PLAINTEXT, **group})
        made.subscribe([topic("share-groups")])
        return made

    write(topic("share-groups"), VALUES)
    with reader() as first:
        same(VALUES, shared(first, 3, "two"))
        same(["two"], shared(first, 1))
    write(topic("share-groups"), ["one more"])
    with reader() as second:
        same(["one more"], shared(second, 1))


def telemetry():
    producer = Producer({"bootstrap.servers": PLAINTEXT, "client.id": topic("telemetry")})
    end = time.time() + 5
    while time.time() < end:  # it pushes twice a second
        producer.produce(topic("telemetry"), value="v", on_delivery=delivered)
        producer.flush(20)
        producer.poll(0.1)


def offsets():
    reader = consumer(topic("offsets"))
    reader.commit(offsets=[TopicPartition(topic("produce"), 0, 2)], asynchronous=False)
    same(2, reader.committed([TopicPartition(topic("produce"), 0)], timeout=10)[0].offset)
    reader.close()


def transactions():
    name = topic("transactions")
    producer = Producer({"bootstrap.servers": PLAINTEXT, "transactional.id": name})
    producer.init_transactions(20)
    for value in ("aborted", "committed"):
        producer.begin_transaction()
        producer.produce(name, value=value)
        producer.flush(20)
        if value == "committed":
            producer.commit_transaction(20)
        else:
            producer.abort_transaction(20)
    same(["committed"], texts(read(name, 1, isolation_level="read_committed")))


def admin():
    client = AdminClient({"bootstrap.servers": PLAINTEXT})
    for future in client.create_topics([NewTopic(topic("made"), 2, 1)]).values():
        future.result(20)
    for future in client.describe_configs([ConfigResource("topic", topic("made"))]).values():
        same(True, len(future.result(20)) > 0)
    for future in client.delete_topics([topic("made")]).values():
        future.result(20)


def headers():
    write(topic("headers"), ["v"], headers=[("k1", b"v1")])
    same([("k1", b"v1")], read(topic("headers"), 1)[0].headers())


def timestamps():
    then = int(time.time() * 1000) - 3600000
    write(topic("timestamps"), ["v"], timestamp=then)
    same(then, read(topic("timestamps"), 1)[0].timestamp()[1])


def login(mechanism):
    return {
        "bootstrap_servers": SASL,
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": mechanism,
        "sasl_username": "ann",
        "sasl_password": "secret",
    }


show(
    [
        ("produce", there_and_back("produce")),
        ("gzip", there_and_back("gzip", compression_type="gzip")),
        ("snappy", there_and_back("snappy", compression_type="snappy")),
        ("lz4", there_and_back("lz4", compression_type="lz4")),
        ("zstd", there_and_back("zstd", compression_type="zstd")),
        ("fetch", fetch),
        ("groups", groups("groups")),
        ("offsets", offsets),
        ("transactions", transactions),
        ("idempotence", there_and_back("idempotence", enable_idempotence=True)),
        ("admin", admin),
        ("plain", there_and_back("plain", login("PLAIN"))),
        ("scram", there_and_back("scram", login("SCRAM-SHA-256"))),
        ("tls", there_and_back("tls", {"bootstrap_servers": TLS, "security_protocol": "SSL", "ssl_ca_location": CA})),
        ("headers", headers),
        ("timestamps", timestamps),
        ("groups-848", groups("groups-848", group_protocol="consumer")),
        ("share-groups", share_groups),
        ("streams-groups", missing),
        ("telemetry", telemetry),
    ]
)
os._exit(0)
