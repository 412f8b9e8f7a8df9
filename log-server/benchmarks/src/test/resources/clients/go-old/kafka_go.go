package main

import (
	"context"
	"time"

	kafka "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/gzip"
	"github.com/segmentio/kafka-go/lz4"
	"github.com/segmentio/kafka-go/snappy"
)

type kafkaGo struct{ server }

func (k kafkaGo) write(topic string, dialer *kafka.Dialer, codec kafka.CompressionCodec, written ...string) error {
	writer := kafka.NewWriter(kafka.WriterConfig{
		Brokers: []string{k.address(dialer)}, Topic: topic, Dialer: dialer,
		CompressionCodec: codec, BatchTimeout: 10 * time.Millisecond,
	})
	for _, value := range written {
		err := writer.WriteMessages(context.Background(), kafka.Message{Key: []byte("key"), Value: []byte(value)})
		if err != nil {
			return err
		}
	}
	return writer.Close()
}

func (k kafkaGo) address(dialer *kafka.Dialer) string {
	if dialer != nil && dialer.TLS != nil {
		return k.tls
	}
	return k.plaintext
}

func (k kafkaGo) reader(topic, group string, dialer *kafka.Dialer) *kafka.Reader {
	return kafka.NewReader(kafka.ReaderConfig{
		Brokers: []string{k.address(dialer)}, GroupID: group, Topic: topic, Dialer: dialer,
		MinBytes: 1, MaxBytes: 10e6, MaxWait: 100 * time.Millisecond,
		SessionTimeout: 6 * time.Second, HeartbeatInterval: time.Second, // it does not always leave
	})
}

func read(reader *kafka.Reader, count int) ([]string, error) {
	var read []string
	for len(read) < count {
		message, err := reader.ReadMessage(context.Background())
		if err != nil {
			return nil, err
		}
		read = append(read, string(message.Value))
	}
	return read, reader.Close()
}

func (k kafkaGo) thereAndBack(topic string, dialer *kafka.Dialer, codec kafka.CompressionCodec) error {
	if err := k.write(topic, dialer, codec, values...); err != nil {
		return err
	}
	read, err := read(k.reader(topic, "", dialer), len(values))
	if err != nil {
		return err
	}
	return same(values, read)
}

func (k kafkaGo) fetch() error {
	reader := k.reader(k.topic("produce"), "", nil)
	if err := reader.SetOffset(1); err != nil {
		return err
	}
	tail, err := read(reader, 2)
	if err != nil {
		return err
	}
	if err := same(values[1:], tail); err != nil {
		return err
	}
	conn, err := kafka.DialLeader(context.Background(), "tcp", k.plaintext, k.topic("produce"), 0)
	if err != nil {
		return err
	}
	defer conn.Close()
	first, last, err := conn.ReadOffsets()
	if err != nil {
		return err
	}
	return same([]int64{0, 3}, []int64{first, last})
}

func (k kafkaGo) groups() error {
	topic := k.topic("groups")
	for _, expected := range [][]string{values, {"one more"}} {
		if err := k.write(topic, nil, nil, expected...); err != nil {
			return err
		}
		read, err := read(k.reader(topic, topic, nil), len(expected))
		if err != nil {
			return err
		}
		if err := same(expected, read); err != nil {
			return err
		}
	}
	return nil
}

func (k kafkaGo) offsets() error {
	for i := 0; i < 2; i++ {
		reader := k.reader(k.topic("produce"), k.topic("offsets"), nil)
		message, err := reader.FetchMessage(context.Background())
		if err != nil {
			return err
		}
		if err := same(values[i], string(message.Value)); err != nil {
			return err
		}
		if err := reader.CommitMessages(context.Background(), message); err != nil {
			return err
		}
		if err := reader.Close(); err != nil {
			return err
		}
	}
	return nil
}

func (k kafkaGo) admin() error {
	conn, err := kafka.Dial("tcp", k.plaintext)
	if err != nil {
		return err
	}
	defer conn.Close()
	topic := k.topic("made")
	err = conn.CreateTopics(kafka.TopicConfig{Topic: topic, NumPartitions: 2, ReplicationFactor: 1})
	if err != nil {
		return err
	}
	partitions, err := conn.ReadPartitions(topic)
	if err != nil {
		return err
	}
	if err := same(2, len(partitions)); err != nil {
		return err
	}
	return conn.DeleteTopics(topic)
}

func (k kafkaGo) timestamps() error {
	conn, err := kafka.DialLeader(context.Background(), "tcp", k.plaintext, k.topic("timestamps"), 0)
	if err != nil {
		return err
	}
	defer conn.Close()
	then := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
	if _, err = conn.WriteMessages(kafka.Message{Value: []byte("then"), Time: then}); err != nil {
		return err
	}
	message, err := conn.ReadMessage(1000)
	if err != nil {
		return err
	}
	return same(then.UnixNano(), message.Time.UnixNano())
}

func kafkaGoFeatures(s server) []feature {
	k := kafkaGo{s}
	codec := func(name string, codec kafka.CompressionCodec) func() error {
		return func() error { return k.thereAndBack(k.topic(name), nil, codec) }
	}
	return []feature{
		{"produce", codec("produce", nil)},
		{"gzip", codec("gzip", gzip.NewCompressionCodec())},
		{"snappy", codec("snappy", snappy.NewCompressionCodec())},
		{"lz4", codec("lz4", lz4.NewCompressionCodec())},
		{"zstd", missing},
		{"fetch", k.fetch},
		{"groups", k.groups},
		{"offsets", k.offsets},
		{"transactions", missing},
		{"idempotence", missing},
		{"admin", k.admin},
		{"plain", missing},
		{"scram", missing},
		{"tls", func() error {
			dialer := &kafka.Dialer{Timeout: 10 * time.Second, TLS: trust(k.ca)}
			return k.thereAndBack(k.topic("tls"), dialer, nil)
		}},
		{"headers", missing},
		{"timestamps", k.timestamps},
		{"groups-848", missing},
		{"share-groups", missing},
		{"streams-groups", missing},
		{"telemetry", missing},
	}
}
