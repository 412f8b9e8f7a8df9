// What the notes say of readers and writers of kafka-go, with the settings they list.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/segmentio/kafka-go"
)

func main() {
	address, topic := "localhost:9092", "kafka_go"
	connection, err := kafka.Dial("tcp", address)
	if err != nil {
		log.Fatalln(err)
	}
	if err := connection.CreateTopics(kafka.TopicConfig{Topic: topic, NumPartitions: 2, ReplicationFactor: 1}); err != nil {
		log.Fatalln(err)
	}
	writer := kafka.NewWriter(kafka.WriterConfig{
		Brokers:      []string{address},
		Topic:        topic,
		Balancer:     &kafka.RoundRobin{},
		MaxAttempts:  3,
		BatchSize:    2,
		BatchTimeout: 10 * time.Millisecond,
		RequiredAcks: -1,
	})
	for i := 0; i < 4; i++ {
		message := kafka.Message{Key: []byte(fmt.Sprintf("k%d", i)), Value: []byte(fmt.Sprintf("v%d", i))}
		if err := writer.WriteMessages(context.Background(), message); err != nil {
			log.Fatalln(err)
		}
	}
	if err := writer.Close(); err != nil {
		log.Fatalln(err)
	}
	// A group member that fetches 3 and commits 2 of them, then one that goes on from there.
	read(address, topic, 3, 2)
	read(address, topic, 2, 2)
	os.Exit(0)
}

func read(address, topic string, fetch, commit int) {
	reader := kafka.NewReader(kafka.ReaderConfig{
		Brokers:           []string{address},
		GroupID:           "kafka_go_group",
		Topic:             topic,
		MinBytes:          1,
		MaxBytes:          1 << 20,
		MaxWait:           100 * time.Millisecond,
		HeartbeatInterval: time.Second,
		SessionTimeout:    10 * time.Second,
	})
	if reader.SetOffset(1) == nil {
		log.Fatalln("SetOffset works in a group")
	}
	fmt.Printf("offset %d lag %d\n", reader.Offset(), reader.Lag())
	for i := 0; i < fetch; i++ {
		message, err := reader.FetchMessage(context.Background())
		if err != nil {
			log.Fatalln(err)
		}
		fmt.Printf("fetched %d:%d %s\n", message.Partition, message.Offset, message.Value)
		if i < commit {
			if err := reader.CommitMessages(context.Background(), message); err != nil {
				log.Fatalln(err)
			}
		}
	}
	if err := reader.Close(); err != nil {
		log.Fatalln(err)
	}
}
