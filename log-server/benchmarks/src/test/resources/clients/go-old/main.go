package main

import sarama "github.com/IBM/sarama"

var recent = sarama.V2_2_0_0

var clients = map[string]func(server) []feature{
	"sarama-default": func(s server) []feature { return saramaFeatures(saramaClient{s, nil}, missing) },
	"sarama-version": func(s server) []feature { return saramaFeatures(saramaClient{s, &recent}, missing) },
	"kafka-go":       kafkaGoFeatures,
}
