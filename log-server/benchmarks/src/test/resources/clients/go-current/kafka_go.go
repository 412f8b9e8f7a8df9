package main

import (
	"context"
	"crypto/tls"
	"time"

	kafka "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/sasl"
	"github.com/segmentio/kafka-go/sasl/plain"
	"github.com/segmentio/kafka-go/sasl/scram"
)

type kafkaGo struct{ server }

// way is how to reach the server.
type way struct {
	address string
	login   sasl.Mechanism
	tls     *tls.Config
}

func (k kafkaGo) write(w way, topic string, codec kafka.Compression, messages ...kafka.Message) error {
	writer := &kafka.Writer{
		Addr: kafka.TCP(w.address), Topic: topic, Compression: codec, BatchTimeout: 10 * time.Millisecond,
		RequiredAcks: kafka.RequireAll, Transport: &kafka.Transport{SASL: w.login, TLS: w.tls},
	}
	if err := writer.WriteMessages(context.Background(), messages...); err != nil {
		return err
	}
	return writer.Close()
}

func (k kafkaGo) reader(w way, topic, group string) *kafka.Reader {
	return kafka.NewReader(kafka.ReaderConfig{
		Brokers: []string{w.address}, GroupID: group, Topic: topic, MinBytes: 1, MaxBytes: 10e6,
		MaxWait: 100 * time.Millisecond,
		Dialer:  &kafka.Dialer{Timeout: 10 * time.Second, SASLMechanism: w.login, TLS: w.tls},
	})
}

func messages(written ...string) []kafka.Message {
	var messages []kafka.Message
	for _, value := range written {
		messages = append(messages, kafka.Message{Key: []byte("key"), Value: []byte(value)})
	}
	return messages
}

func read(reader *kafka.Reader, count int) ([]kafka.Message, []string, error) {
	var read []kafka.Message
	var texts []string
	for len(read) < count {
		message, err := reader.ReadMessage(context.Background())
		if err != nil {
			return nil, nil, err
		}
		read = append(read, message)
		texts = append(texts, string(message.Value))
	}
	return read, texts, reader.Close()
}

func (k kafkaGo) thereAndBack(w way, topic, group string, codec kafka.Compression, sent []string) error {
	if err := k.write(w, topic, codec, messages(sent...)...); err != nil {
		return err
	}
	_, texts, err := read(k.reader(w, topic, group), len(sent))
	if err != nil {
		return err
	}
	return same(sent, texts)
}

func (k kafkaGo) fetch() error {
	reader := k.reader(way{address: k.plaintext}, k.topic("produce"), "")
	if err := reader.SetOffset(1); err != nil {
		return err
	}
	_, tail, err := read(reader, 2)
	if err != nil {
		return err
	}
	return same(values[1:], tail)
}

func (k kafkaGo) groups() error {
	topic := k.topic("groups")
	for _, sent := range [][]string{values, {"one more"}} {
		if err := k.thereAndBack(way{address: k.plaintext}, topic, topic, 0, sent); err != nil {
			return err
		}
	}
	return nil
}

func (k kafkaGo) offsets() error {
	for i := 0; i < 2; i++ {
		reader := k.reader(way{address: k.plaintext}, k.topic("produce"), k.topic("offsets"))
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
	client := &kafka.Client{Addr: kafka.TCP(k.plaintext)}
	topic := k.topic("made")
	made, err := client.CreateTopics(context.Background(), &kafka.CreateTopicsRequest{
		Topics: []kafka.TopicConfig{{Topic: topic, NumPartitions: 2, ReplicationFactor: 1}},
	})
	if err != nil {
		return err
	}
	if made.Errors[topic] != nil {
		return made.Errors[topic]
	}
	gone, err := client.DeleteTopics(context.Background(), &kafka.DeleteTopicsRequest{Topics: []string{topic}})
	if err != nil {
		return err
	}
	return gone.Errors[topic]
}

func (k kafkaGo) extras(feature string, message kafka.Message, shows func(kafka.Message) error) func() error {
	return func() error {
		w := way{address: k.plaintext}
		if err := k.write(w, k.topic(feature), 0, message); err != nil {
			return err
		}
		found, _, err := read(k.reader(w, k.topic(feature), ""), 1)
		if err != nil {
			return err
		}
		return shows(found[0])
	}
}

func kafkaGoFeatures(s server) []feature {
	k := kafkaGo{s}
	by := func(feature string, w way, codec kafka.Compression) func() error {
		return func() error { return k.thereAndBack(w, k.topic(feature), "", codec, values) }
	}
	open := way{address: k.plaintext}
	login, _ := scram.Mechanism(scram.SHA256, "ann", "secret")
	then := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
	return []feature{
		{"produce", by("produce", open, 0)},
		{"gzip", by("gzip", open, kafka.Gzip)},
		{"snappy", by("snappy", open, kafka.Snappy)},
		{"lz4", by("lz4", open, kafka.Lz4)},
		{"zstd", by("zstd", open, kafka.Zstd)},
		{"fetch", k.fetch},
		{"groups", k.groups},
		{"offsets", k.offsets},
		{"transactions", missing},
		{"idempotence", missing},
		{"admin", k.admin},
		{"plain", by("plain", way{k.sasl, plain.Mechanism{Username: "ann", Password: "secret"}, nil}, 0)},
		{"scram", by("scram", way{k.sasl, login, nil}, 0)},
		{"tls", by("tls", way{k.tls, nil, trust(k.ca)}, 0)},
		{"headers", k.extras("headers",
			kafka.Message{Value: []byte("v"), Headers: []kafka.Header{{Key: "k1", Value: []byte("v1")}}},
			func(found kafka.Message) error { return same("v1", string(found.Headers[0].Value)) })},
		{"timestamps", k.extras("timestamps",
			kafka.Message{Value: []byte("v"), Time: then},
			func(found kafka.Message) error { return same(then.UnixNano(), found.Time.UnixNano()) })},
		{"groups-848", missing},
		{"share-groups", missing},
		{"streams-groups", missing},
		{"telemetry", missing},
	}
}
