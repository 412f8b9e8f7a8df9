package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

type franz struct{ server }

func (f franz) client(options ...kgo.Opt) (*kgo.Client, error) {
	return kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(f.plaintext)}, options...)...)
}

func (f franz) write(topic string, options []kgo.Opt, records ...*kgo.Record) error {
	client, err := f.client(options...)
	if err != nil {
		return err
	}
	defer client.Close()
	for _, record := range records {
		record.Topic = topic
		if err := client.ProduceSync(context.Background(), record).FirstErr(); err != nil {
			return err
		}
	}
	return nil
}

func records(written ...string) []*kgo.Record {
	var records []*kgo.Record
	for _, value := range written {
		records = append(records, &kgo.Record{Key: []byte("key"), Value: []byte(value)})
	}
	return records
}

func (f franz) poll(client *kgo.Client, count int) ([]*kgo.Record, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	var read []*kgo.Record
	for len(read) < count {
		fetches := client.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			return nil, err
		}
		read = append(read, fetches.Records()...)
	}
	return read, nil
}

func (f franz) read(topic string, offset int64, count int, options ...kgo.Opt) ([]*kgo.Record, error) {
	from := kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{topic: {0: kgo.NewOffset().At(offset)}})
	client, err := f.client(append(options, from)...)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	return f.poll(client, count)
}

func texts(records []*kgo.Record) []string {
	var texts []string
	for _, record := range records {
		texts = append(texts, string(record.Value))
	}
	return texts
}

func (f franz) thereAndBack(feature string, options ...kgo.Opt) func() error {
	return func() error {
		if err := f.write(f.topic(feature), options, records(values...)...); err != nil {
			return err
		}
		read, err := f.read(f.topic(feature), 0, len(values), options...)
		if err != nil {
			return err
		}
		return same(values, texts(read))
	}
}

func (f franz) fetch() error {
	read, err := f.read(f.topic("produce"), 1, 2)
	if err != nil {
		return err
	}
	return same(values[1:], texts(read))
}

func (f franz) groups(feature string, options ...kgo.Opt) func() error {
	return func() error {
		topic := f.topic(feature)
		for _, expected := range [][]string{values, {"one more"}} {
			if err := f.write(topic, nil, records(expected...)...); err != nil {
				return err
			}
			client, err := f.client(append(options, kgo.ConsumerGroup(topic), kgo.ConsumeTopics(topic),
				kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))...)
			if err != nil {
				return err
			}
			read, err := f.poll(client, len(expected))
			if err == nil {
				err = client.CommitUncommittedOffsets(context.Background())
			}
			client.Close()
			if err != nil {
				return err
			}
			if err := same(expected, texts(read)); err != nil {
				return err
			}
		}
		return nil
	}
}

func (f franz) shareGroups() error {
	topic := f.topic("share-groups")
	for _, expected := range [][]string{values, {"one more"}} {
		if err := f.write(topic, nil, records(expected...)...); err != nil {
			return err
		}
		client, err := f.client(kgo.ShareGroup(topic), kgo.ConsumeTopics(topic))
		if err != nil {
			return err
		}
		err = f.shared(client, expected, "two")
		if err == nil && len(expected) > 1 {
			err = f.shared(client, []string{"two"}, "")
		}
		client.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func (f franz) shared(client *kgo.Client, expected []string, released string) error {
	read, err := f.poll(client, len(expected))
	if err != nil {
		return err
	}
	for _, record := range read {
		status := kgo.AckAccept
		if string(record.Value) == released {
			status = kgo.AckRelease
		}
		record.Ack(status)
	}
	if err := client.FlushAcks(context.Background()); err != nil {
		return err
	}
	return same(expected, texts(read))
}

func (f franz) telemetry() error {
	client, err := f.client(kgo.ClientID(f.topic("telemetry")))
	if err != nil {
		return err
	}
	defer client.Close()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); { // it pushes twice a second
		record := &kgo.Record{Topic: f.topic("telemetry"), Value: []byte("v")}
		if err := client.ProduceSync(context.Background(), record).FirstErr(); err != nil {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil
}

func (f franz) offsets() error {
	client, err := f.client()
	if err != nil {
		return err
	}
	defer client.Close()
	admin := kadm.NewClient(client)
	offsets := kadm.Offsets{}
	offsets.Add(kadm.Offset{Topic: f.topic("produce"), At: 2, LeaderEpoch: -1, Metadata: "note"})
	if err := admin.CommitAllOffsets(context.Background(), f.topic("offsets"), offsets); err != nil {
		return err
	}
	found, err := admin.FetchOffsets(context.Background(), f.topic("offsets"))
	if err != nil {
		return err
	}
	one, _ := found.Lookup(f.topic("produce"), 0)
	return same("2 note", fmt.Sprint(one.At, " ", one.Metadata))
}

func (f franz) transactions() error {
	topic := f.topic("transactions")
	client, err := f.client(kgo.TransactionalID(topic))
	if err != nil {
		return err
	}
	defer client.Close()
	for _, each := range []string{"aborted", "committed"} {
		if err := client.BeginTransaction(); err != nil {
			return err
		}
		record := &kgo.Record{Topic: topic, Value: []byte(each)}
		if err := client.ProduceSync(context.Background(), record).FirstErr(); err != nil {
			return err
		}
		if err := client.EndTransaction(context.Background(), each == "committed"); err != nil {
			return err
		}
	}
	read, err := f.read(topic, 0, 1, kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	if err != nil {
		return err
	}
	return same([]string{"committed"}, texts(read))
}

func (f franz) admin() error {
	client, err := f.client()
	if err != nil {
		return err
	}
	defer client.Close()
	admin := kadm.NewClient(client)
	topic := f.topic("made")
	if _, err := admin.CreateTopic(context.Background(), 2, 1, nil, topic); err != nil {
		return err
	}
	configs, err := admin.DescribeTopicConfigs(context.Background(), topic)
	if err != nil {
		return err
	}
	if len(configs) != 1 || len(configs[0].Configs) == 0 {
		return errors.New("a topic has no settings")
	}
	_, err = admin.DeleteTopic(context.Background(), topic)
	return err
}

func (f franz) extras(feature string, record *kgo.Record, shows func(*kgo.Record) error) func() error {
	return func() error {
		if err := f.write(f.topic(feature), nil, record); err != nil {
			return err
		}
		found, err := f.read(f.topic(feature), 0, 1)
		if err != nil {
			return err
		}
		return shows(found[0])
	}
}

func franzFeatures(s server) []feature {
	f := franz{s}
	codec := kgo.ProducerBatchCompression
	password := plain.Auth{User: "ann", Pass: "secret"}.AsMechanism()
	salted := scram.Auth{User: "ann", Pass: "secret"}.AsSha256Mechanism()
	then := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
	return []feature{
		{"produce", f.thereAndBack("produce", codec(kgo.NoCompression()))},
		{"gzip", f.thereAndBack("gzip", codec(kgo.GzipCompression()))},
		{"snappy", f.thereAndBack("snappy", codec(kgo.SnappyCompression()))},
		{"lz4", f.thereAndBack("lz4", codec(kgo.Lz4Compression()))},
		{"zstd", f.thereAndBack("zstd", codec(kgo.ZstdCompression()))},
		{"fetch", f.fetch},
		{"groups", f.groups("groups")},
		{"offsets", f.offsets},
		{"transactions", f.transactions},
		{"idempotence", f.thereAndBack("idempotence")}, // it is by default
		{"admin", f.admin},
		{"plain", f.thereAndBack("plain", kgo.SeedBrokers(f.sasl), kgo.SASL(password))},
		{"scram", f.thereAndBack("scram", kgo.SeedBrokers(f.sasl), kgo.SASL(salted))},
		{"tls", f.thereAndBack("tls", kgo.SeedBrokers(f.tls), kgo.DialTLSConfig(trust(f.ca)))},
		{"headers", f.extras("headers",
			&kgo.Record{Value: []byte("v"), Headers: []kgo.RecordHeader{{Key: "k1", Value: []byte("v1")}}},
			func(found *kgo.Record) error { return same("v1", string(found.Headers[0].Value)) })},
		{"timestamps", f.extras("timestamps", &kgo.Record{Value: []byte("v"), Timestamp: then},
			func(found *kgo.Record) error { return same(then.UnixNano(), found.Timestamp.UnixNano()) })},
		{"groups-848", f.groups("groups-848", kgo.ServerSideBalancer())},
		{"share-groups", f.shareGroups},
		{"streams-groups", missing},
		{"telemetry", f.telemetry},
	}
}
