"""Produces plain and compressed, consumes in a group twice: python3 kafka_python.py HOST:PORT"""
import sys

from kafka import KafkaConsumer, KafkaProducer, codec
from kafka.admin import KafkaAdminClient, NewTopic

address, topic = sys.argv[1], "from-kafka-python"

admin = KafkaAdminClient(bootstrap_servers=address)
admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1)])


def produce(value, **settings):
    producer = KafkaProducer(bootstrap_servers=address, **settings)
    producer.send(topic, key=b"k", value=value, headers=[("h", b"v")]).get(timeout=60)
    producer.close()


def read(count):
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=address,
        group_id="python-readers",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        consumer_timeout_ms=60000,
    )
    values = []
    for record in consumer:
        values.append(record.value.decode())
        if len(values) == count:
            break
    consumer.commit()
    consumer.close()
    return values


produce(b"plain", acks="all")
produce(b"gzip", compression_type="gzip", acks=1)
expected = ["plain", "gzip"]
for name in ("snappy", "lz4", "zstd"):
    if getattr(codec, "has_" + name)():  # the library for it is installed
        produce(name.encode(), compression_type=name, acks="all")
        expected.append(name)
values = read(len(expected))
assert values == expected, values
print(",".join(values[:2]))
produce(b"unacknowledged", acks=0)
print(",".join(read(1)))
admin.close()
