package main

import (
	"log"
	"github.com/Shopify/sarama"
)

func createProducer(topic string, allowLoss bool) sarama.SyncProducer {
	config := sarama.NewConfig()
	if allowLoss {
		// At-most-once semantics
		config.Producer.RequiredAcks = sarama.NoResponse
		config.Producer.Retry.Max = 0
	} else {
		// At-least-once semantics
		config.Producer.RequiredAcks = sarama.WaitForAll
		config.Producer.Retry.Max = 5
		config.Producer.Idempotent = true // For exactly-once
	}

	producer, err := sarama.NewSyncProducer([]string{"localhost:9092"}, config)
	if err != nil {
		log.Fatalf("Failed to create producer: %v", err)
	}
	return producer
}

func main() {
	// Example: Topic1 allows message loss, Topic2 does not
	producer1 := createProducer("Topic1", true)
	producer2 := createProducer("Topic2", false)

	defer producer1.Close()
	defer producer2.Close()

	// Send messages to Topic1 and Topic2
	// ...
}
