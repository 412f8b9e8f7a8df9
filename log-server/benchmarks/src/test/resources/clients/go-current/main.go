package main

import sarama "github.com/IBM/sarama"

var clients = map[string]func(server) []feature{
	"sarama":   func(s server) []feature { return saramaFeatures(saramaClient{s, nil}, saramaTransactions(s)) },
	"kafka-go": kafkaGoFeatures,
	"franz-go": franzFeatures,
}

func saramaTransactions(s server) func() error {
	return func() error {
		c := saramaClient{s, nil}
		topic := c.topic("transactions")
		config := c.config()
		config.Producer.Idempotent = true
		config.Net.MaxOpenRequests = 1
		config.Producer.Transaction.ID = topic
		producer, err := sarama.NewSyncProducer([]string{c.plaintext}, config)
		if err != nil {
			return err
		}
		defer producer.Close()
		for _, value := range []string{"aborted", "committed"} {
			if err := producer.BeginTxn(); err != nil {
				return err
			}
			message := &sarama.ProducerMessage{Topic: topic, Value: sarama.StringEncoder(value)}
			if _, _, err := producer.SendMessage(message); err != nil {
				return err
			}
			end := producer.CommitTxn
			if value == "aborted" {
				end = producer.AbortTxn
			}
			if err := end(); err != nil {
				return err
			}
		}
		reading := c.config()
		reading.Consumer.IsolationLevel = sarama.ReadCommitted
		messages, err := c.read(c.plaintext, topic, 0, 1, reading)
		if err != nil {
			return err
		}
		return same("committed", string(messages[0].Value))
	}
}
