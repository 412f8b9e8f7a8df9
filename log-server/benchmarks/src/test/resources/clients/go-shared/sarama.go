package main

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	sarama "github.com/IBM/sarama"
	"github.com/xdg-go/scram"
)

type saramaClient struct {
	server
	version *sarama.KafkaVersion // nil: as it is configured by default
}

// fromTheBeginning tells whether the client takes the server for one of version 0.8, as it once did.
func (c saramaClient) fromTheBeginning() bool {
	return c.config().Version == sarama.V0_8_2_0
}

func (c saramaClient) config() *sarama.Config {
	config := sarama.NewConfig()
	if c.version != nil {
		config.Version = *c.version
	}
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Return.Successes = true
	config.Consumer.Return.Errors = true
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	return config
}

func (c saramaClient) write(address, topic string, config *sarama.Config, edit func(*sarama.ProducerMessage)) error {
	producer, err := sarama.NewSyncProducer([]string{address}, config)
	if err != nil {
		return err
	}
	defer producer.Close()
	for i, value := range values {
		message := &sarama.ProducerMessage{
			Topic: topic, Key: sarama.StringEncoder("key"), Value: sarama.StringEncoder(value),
		}
		if edit != nil {
			edit(message)
		}
		_, offset, err := producer.SendMessage(message)
		if err != nil {
			return err
		}
		if err := same(i, offset); err != nil {
			return err
		}
	}
	return nil
}

func (c saramaClient) read(address, topic string, from int64, count int, config *sarama.Config) ([]*sarama.ConsumerMessage, error) {
	consumer, err := sarama.NewConsumer([]string{address}, config)
	if err != nil {
		return nil, err
	}
	defer consumer.Close()
	partition, err := consumer.ConsumePartition(topic, 0, from)
	if err != nil {
		return nil, err
	}
	defer partition.Close()
	var read []*sarama.ConsumerMessage
	for len(read) < count {
		select {
		case message := <-partition.Messages():
			read = append(read, message)
		case err := <-partition.Errors():
			return nil, err
		}
	}
	return read, nil
}

func (c saramaClient) thereAndBack(address, topic string, config *sarama.Config) error {
	if err := c.write(address, topic, config, nil); err != nil {
		return err
	}
	messages, err := c.read(address, topic, sarama.OffsetOldest, len(values), config)
	if err != nil {
		return err
	}
	for i, message := range messages {
		if err := same(values[i], string(message.Value)); err != nil {
			return err
		}
	}
	return nil
}

func (c saramaClient) codec(name string, codec sarama.CompressionCodec) func() error {
	return func() error {
		config := c.config()
		config.Producer.Compression = codec
		if c.fromTheBeginning() && codec > sarama.CompressionSnappy {
			return errMissing // the client refuses it
		}
		return c.thereAndBack(c.plaintext, c.topic(name), config)
	}
}

func (c saramaClient) fetch() error {
	messages, err := c.read(c.plaintext, c.topic("produce"), 1, 2, c.config())
	if err != nil {
		return err
	}
	if err := same(values[1], string(messages[0].Value)); err != nil {
		return err
	}
	client, err := sarama.NewClient([]string{c.plaintext}, c.config())
	if err != nil {
		return err
	}
	defer client.Close()
	end, err := client.GetOffset(c.topic("produce"), 0, sarama.OffsetNewest)
	if err != nil {
		return err
	}
	return same(len(values), end)
}

type groupReader struct {
	count int
	read  []string
	full  context.CancelFunc
	lock  sync.Mutex
}

func (g *groupReader) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (g *groupReader) Cleanup(sarama.ConsumerGroupSession) error { return nil }
func (g *groupReader) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for message := range claim.Messages() {
		session.MarkMessage(message, "")
		g.lock.Lock()
		g.read = append(g.read, string(message.Value))
		if len(g.read) == g.count {
			g.full()
		}
		g.lock.Unlock()
	}
	return nil
}

func (c saramaClient) groups() error {
	if c.fromTheBeginning() {
		return errMissing // the client wants Version to be set
	}
	topic := c.topic("groups")
	if err := c.write(c.plaintext, topic, c.config(), nil); err != nil {
		return err
	}
	for _, expected := range [][]string{values, {"one more"}} {
		group, err := sarama.NewConsumerGroup([]string{c.plaintext}, topic, c.config())
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		reader := &groupReader{count: len(expected), full: cancel}
		for ctx.Err() == nil {
			if err := group.Consume(ctx, []string{topic}, reader); err != nil && ctx.Err() == nil {
				return err
			}
		}
		if err := group.Close(); err != nil {
			return err
		}
		if err := same(expected, reader.read); err != nil {
			return err
		}
		producer, err := sarama.NewSyncProducer([]string{c.plaintext}, c.config())
		if err != nil {
			return err
		}
		_, _, err = producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Value: sarama.StringEncoder("one more")})
		producer.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func (c saramaClient) offsets() error {
	for _, mark := range []int64{0, 2} {
		client, err := sarama.NewClient([]string{c.plaintext}, c.config())
		if err != nil {
			return err
		}
		manager, err := sarama.NewOffsetManagerFromClient(c.topic("offsets"), client)
		if err != nil {
			return err
		}
		partition, err := manager.ManagePartition(c.topic("produce"), 0)
		if err != nil {
			return err
		}
		next, note := partition.NextOffset()
		if mark == 0 {
			partition.MarkOffset(2, "note")
		} else if err := same("2 note", fmt.Sprint(next, " ", note)); err != nil {
			return err
		}
		if err := partition.Close(); err != nil {
			return err
		}
		if err := manager.Close(); err != nil {
			return err
		}
		client.Close()
	}
	return nil
}

func (c saramaClient) idempotence() error {
	if c.fromTheBeginning() {
		return errMissing
	}
	config := c.config()
	config.Producer.Idempotent = true
	config.Net.MaxOpenRequests = 1
	return c.thereAndBack(c.plaintext, c.topic("idempotence"), config)
}

func (c saramaClient) admin() error {
	config := c.config()
	if c.fromTheBeginning() {
		return errMissing
	}
	admin, err := sarama.NewClusterAdmin([]string{c.plaintext}, config)
	if err != nil {
		return err
	}
	defer admin.Close()
	topic := c.topic("made")
	if err := admin.CreateTopic(topic, &sarama.TopicDetail{NumPartitions: 2, ReplicationFactor: 1}, false); err != nil {
		return err
	}
	entries, err := admin.DescribeConfig(sarama.ConfigResource{Type: sarama.TopicResource, Name: topic})
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return errors.New("a topic has no settings")
	}
	return admin.DeleteTopic(topic)
}

type scramConversation struct{ *scram.ClientConversation }

func (s *scramConversation) Begin(user, password, authzID string) error {
	client, err := scram.HashGeneratorFcn(sha256.New).NewClient(user, password, authzID)
	if err == nil {
		s.ClientConversation = client.NewConversation()
	}
	return err
}

func (c saramaClient) login(mechanism string) func() error {
	return func() error {
		config := c.config()
		if c.fromTheBeginning() && mechanism != "PLAIN" {
			return errMissing
		}
		config.Net.SASL.Enable = true
		config.Net.SASL.User = "ann"
		config.Net.SASL.Password = "secret"
		config.Net.SASL.Mechanism = sarama.SASLMechanism(mechanism)
		config.Net.SASL.SCRAMClientGeneratorFunc = func() sarama.SCRAMClient { return &scramConversation{} }
		return c.thereAndBack(c.sasl, c.topic(map[string]string{"PLAIN": "plain", "SCRAM-SHA-256": "scram"}[mechanism]), config)
	}
}

func trust(file string) *tls.Config {
	pem, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return &tls.Config{RootCAs: pool, ServerName: "localhost"}
}

func (c saramaClient) encrypted() error {
	config := c.config()
	config.Net.TLS.Enable = true
	config.Net.TLS.Config = trust(c.ca)
	return c.thereAndBack(c.tls, c.topic("tls"), config)
}

func (c saramaClient) headers() error {
	if c.fromTheBeginning() {
		return errMissing
	}
	err := c.write(c.plaintext, c.topic("headers"), c.config(), func(message *sarama.ProducerMessage) {
		message.Headers = []sarama.RecordHeader{{Key: []byte("k1"), Value: []byte("v1")}}
	})
	if err != nil {
		return err
	}
	messages, err := c.read(c.plaintext, c.topic("headers"), 0, 1, c.config())
	if err != nil {
		return err
	}
	return same("v1", string(messages[0].Headers[0].Value))
}

func (c saramaClient) timestamps() error {
	if c.fromTheBeginning() {
		return errMissing
	}
	then := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
	err := c.write(c.plaintext, c.topic("timestamps"), c.config(), func(message *sarama.ProducerMessage) {
		message.Timestamp = then
	})
	if err != nil {
		return err
	}
	messages, err := c.read(c.plaintext, c.topic("timestamps"), 0, 1, c.config())
	if err != nil {
		return err
	}
	return same(then.UnixNano(), messages[0].Timestamp.UnixNano())
}

func saramaFeatures(c saramaClient, transactions func() error) []feature {
	return []feature{
		{"produce", func() error { return c.thereAndBack(c.plaintext, c.topic("produce"), c.config()) }},
		{"gzip", c.codec("gzip", sarama.CompressionGZIP)},
		{"snappy", c.codec("snappy", sarama.CompressionSnappy)},
		{"lz4", c.codec("lz4", sarama.CompressionLZ4)},
		{"zstd", c.codec("zstd", sarama.CompressionZSTD)},
		{"fetch", c.fetch},
		{"groups", c.groups},
		{"offsets", c.offsets},
		{"transactions", transactions},
		{"idempotence", c.idempotence},
		{"admin", c.admin},
		{"plain", c.login("PLAIN")},
		{"scram", c.login("SCRAM-SHA-256")},
		{"tls", c.encrypted},
		{"headers", c.headers},
		{"timestamps", c.timestamps},
		{"groups-848", missing},
		{"share-groups", missing},
		{"streams-groups", missing},
		{"telemetry", missing},
	}
}
